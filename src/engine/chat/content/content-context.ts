/** What turning a stored message into something to look at needs from outside. */
export interface ContentContext {
  /** Address of a stored file under the app's own scheme. */
  mediaUrl(fileName: string): string;
  /** The same of a file that was added here to be sent. */
  outgoingUrl(fileName: string): string;
  /** The page's address of a picture elsewhere: it is fetched through the picture cache when it is looked at. */
  picture(url: string | null): string | null;
  /** Base address of LINE's shop, where pictures of stickers and emoji are; null = none is asked, as in a trial. */
  stickerShop: string | null;
  /** Name of somebody in the message's group; null where LINE did not tell it. */
  memberName(userId: string): string | null;
}
