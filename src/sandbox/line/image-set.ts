import { z } from 'zod';
import type { CustomerMessage } from './customer-message';

const picture = z.union([
  z.string().min(1),
  z.object({ contentType: z.string(), bytes: z.string().transform((text) => Buffer.from(text, 'base64')) }),
]);

/**
 * Several pictures sent at once. `order` names them from 1 in the order in which they reach the account; those left out never do.
 * Without `hasPlaces` it is an old LINE for Android, which tells the set alone (facts/line-api section 4.6).
 */
export const imageSetSchema = z.object({
  type: z.literal('imageSet'),
  /** Names of sample photos, or uploads. */
  images: z.array(picture).min(2).max(20),
  order: z.array(z.number().int().min(1)).optional(),
  hasPlaces: z.boolean().default(true),
});

/** The messages of a set, in the order in which they arrive. */
export function imagesOfSet(
  { images, order, hasPlaces }: z.output<typeof imageSetSchema>,
  id: string,
): CustomerMessage[] {
  return (order ?? images.map((_, i) => i + 1)).flatMap((index): CustomerMessage[] => {
    const image = images[index - 1];
    if (image === undefined) return [];
    const imageSet = hasPlaces ? { id, index, total: images.length } : { id };
    return [
      typeof image === 'string' ? { type: 'image', sample: image, imageSet } : { type: 'image', ...image, imageSet },
    ];
  });
}
