import { pictureOfFrame } from './prepare-picture';

/** A film that shows nothing for so long cannot be read here. */
const limitMs = 20_000;
/** The first frame is often black. */
const frameAtSeconds = 0.5;

/** Resolves at the first of the events, rejects on an error or after the limit. */
function once(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    const timer = setTimeout(() => done(() => reject(new Error('the film did not load'))), limitMs);
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      end.abort();
      settle();
    };
    video.addEventListener(event, () => done(resolve), { signal: end.signal });
    video.addEventListener('error', () => done(() => reject(new Error('the film cannot be read'))), {
      signal: end.signal,
    });
  });
}

/** A frame of the stored film at `url` (own scheme) as a JPEG. @throws when it cannot be played here */
export async function videoPoster(url: string): Promise<Blob> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const isLoaded = once(video, 'loadeddata');
  video.src = url;
  try {
    await isLoaded;
    const at = Math.min(frameAtSeconds, (Number.isFinite(video.duration) ? video.duration : 0) / 2);
    if (at > 0) {
      const isThere = once(video, 'seeked');
      video.currentTime = at;
      await isThere;
    }
    return await pictureOfFrame(video);
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}
