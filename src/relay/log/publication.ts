/** The most that one publication may hold, in bytes of UTF-8. */
const MAX_PUBLISHED_BYTES = 4_096;

/** @throws RangeError when the text is too long to be published. */
export function assertPublishable(text: string): void {
  if (Buffer.byteLength(text) > MAX_PUBLISHED_BYTES) {
    throw new RangeError(`At most ${MAX_PUBLISHED_BYTES} bytes can be published.`);
  }
}
