import type { RefObject } from 'react';

/** Something that a key asks for may still have to be drawn: so many frames are waited for it. */
const mostFrames = 30;

/** Runs with what a ref holds, as soon as it is there; not at all when it does not come. */
export function whenThere<T>(ref: RefObject<T | null>, run: (held: T) => void, frames = mostFrames): void {
  if (ref.current !== null) run(ref.current);
  else if (frames > 0) requestAnimationFrame(() => whenThere(ref, run, frames - 1));
}
