import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** What a player shows and can do. Times in seconds. */
export interface Player {
  readonly isPlaying: boolean;
  readonly at: number;
  /** null = not known yet. */
  readonly length: number | null;
  readonly isBroken: boolean;
  readonly toggle: () => void;
  readonly seek: (at: number) => void;
  readonly setSpeed: (speed: number) => void;
}

/** One clip is heard at a time. */
let playing: HTMLMediaElement | null = null;

/** Follows an audio or video element and drives it. `durationMs` is what LINE told, until the file itself tells. */
export function usePlayer(media: RefObject<HTMLMediaElement | null>, durationMs: number | null): Player {
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState<number | null>(durationMs === null ? null : durationMs / 1000);
  const [isBroken, setBroken] = useState(false);
  const frame = useRef(0);

  useEffect(() => {
    const element = media.current;
    if (element === null) return;
    const follow = (): void => {
      setAt(element.currentTime);
      frame.current = requestAnimationFrame(follow);
    };
    const onPlay = (): void => {
      if (playing !== null && playing !== element) playing.pause();
      playing = element;
      setPlaying(true);
      cancelAnimationFrame(frame.current);
      follow();
    };
    const onRest = (): void => {
      setPlaying(false);
      cancelAnimationFrame(frame.current);
      setAt(element.currentTime);
    };
    const onLength = (): void => {
      if (Number.isFinite(element.duration)) setLength(element.duration);
    };
    const onError = (): void => setBroken(true);
    element.addEventListener('play', onPlay);
    for (const name of ['pause', 'ended', 'seeked'] as const) element.addEventListener(name, onRestUnlessPlaying);
    element.addEventListener('durationchange', onLength);
    element.addEventListener('error', onError);
    function onRestUnlessPlaying(): void {
      if (element?.paused === true || element?.ended === true) onRest();
    }
    onLength();
    return () => {
      cancelAnimationFrame(frame.current);
      element.removeEventListener('play', onPlay);
      for (const name of ['pause', 'ended', 'seeked'] as const) element.removeEventListener(name, onRestUnlessPlaying);
      element.removeEventListener('durationchange', onLength);
      element.removeEventListener('error', onError);
      element.pause();
      if (playing === element) playing = null;
    };
  }, [media]);

  const toggle = useCallback(() => {
    const element = media.current;
    if (element === null) return;
    if (!element.paused) element.pause();
    // a play that a pause or the end of the page cuts off is no failure
    else element.play().catch(() => undefined);
  }, [media]);
  const seek = useCallback(
    (to: number) => {
      const element = media.current;
      if (element === null) return;
      element.currentTime = Math.max(0, to);
      setAt(Math.max(0, to));
    },
    [media],
  );
  const setSpeed = useCallback(
    (speed: number) => {
      if (media.current !== null) media.current.playbackRate = speed;
    },
    [media],
  );
  return { isPlaying, at, length, isBroken, toggle, seek, setSpeed };
}
