/**
 * Addresses at which LINE's own apps find stickers and emoji. LINE promises them to nobody (section 4.6), so whatever they
 * lead to, a drawing stands in where there is no picture.
 */
const lineShop = 'https://stickershop.line-scdn.net';
const productId = /^[0-9A-Za-z]{1,40}$/;

/** The picture of a sticker; null where the id is none. */
export function stickerPicture(stickerId: string): string | null {
  return /^\d{1,20}$/.test(stickerId) ? `${lineShop}/stickershop/v1/sticker/${stickerId}/android/sticker.png` : null;
}

/** The picture of a LINE emoji; null where the ids are none. */
export function emojiPicture(product: string, emoji: string): string | null {
  if (!productId.test(product) || !productId.test(emoji)) return null;
  return `${lineShop}/sticonshop/v1/sticon/${product}/android/${emoji}.png`;
}
