/** LINE's limits for a picture and for the small one that stands for it (LINE fact sheet, section 6.1), a reserve left. */
const largestBytes = 9_800_000;
const largestPreviewBytes = 950_000;
const longestSide = 4_096;
const longestPreviewSide = 1_024;
const qualities = [0.92, 0.85, 0.75, 0.6] as const;

/** A picture as LINE takes it, and the small one. */
export interface PreparedPicture {
  readonly content: Blob;
  readonly preview: Blob;
  /** Ending that fits the content: `jpg` or `png`. */
  readonly ending: 'jpg' | 'png';
}

function drawn(picture: ImageBitmap, longest: number): OffscreenCanvas {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}

/** What is seen through shows white in a JPEG. */
function onWhite(canvas: OffscreenCanvas): OffscreenCanvas {
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.globalCompositeOperation = 'destination-over';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The best JPEG that fits; smaller in size when no quality does. */
async function jpegWithin(picture: ImageBitmap, side: number, bytes: number): Promise<Blob> {
  for (let longest = side; ; longest = Math.round(longest * 0.7)) {
    const canvas = onWhite(drawn(picture, longest));
    for (const quality of qualities) {
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (blob.size <= bytes || longest < 200) return blob;
    }
  }
}

/**
 * Makes of any picture that this computer can read what LINE takes: JPEG or PNG within its limits, upright, without
 * what a camera wrote into it (place, time). A PNG stays one, so that screenshots stay sharp.
 * @throws when the file is no readable picture
 */
export async function preparePicture(file: Blob): Promise<PreparedPicture> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const preview = await jpegWithin(picture, longestPreviewSide, largestPreviewBytes);
    if (file.type === 'image/png' || file.type === 'image/webp' || file.type === 'image/gif') {
      const content = await drawn(picture, longestSide).convertToBlob({ type: 'image/png' });
      if (content.size <= largestBytes) return { content, preview, ending: 'png' };
    }
    return { content: await jpegWithin(picture, longestSide, largestBytes), preview, ending: 'jpg' };
  } finally {
    picture.close();
  }
}

/** A frame that stands for a film, within LINE's limits. */
export async function pictureOfFrame(video: HTMLVideoElement): Promise<Blob> {
  const frame = await createImageBitmap(video);
  try {
    return await jpegWithin(frame, longestPreviewSide, largestPreviewBytes);
  } finally {
    frame.close();
  }
}
