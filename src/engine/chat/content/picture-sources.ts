/**
 * Addresses at which LINE's own apps find stickers and emoji, below the host of LINE's shop. LINE promises them to nobody
 * (section 4.6), so whatever they lead to, a drawing stands in where there is no picture.
 */
const productId = /^[0-9A-Za-z]{1,40}$/;

/** The picture of a sticker; null where the id is none, or nothing is asked of the shop. */
export function stickerPicture(shop: string | null, stickerId: string): string | null {
  if (shop === null || !/^\d{1,20}$/.test(stickerId)) return null;
  return `${shop}/stickershop/v1/sticker/${stickerId}/android/sticker.png`;
}

/** The picture of a LINE emoji; null where the ids are none, or nothing is asked of the shop. */
export function emojiPicture(shop: string | null, product: string, emoji: string): string | null {
  if (shop === null || !productId.test(product) || !productId.test(emoji)) return null;
  return `${shop}/sticonshop/v1/sticon/${product}/android/${emoji}.png`;
}
