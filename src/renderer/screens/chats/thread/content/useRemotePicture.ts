import { useState } from 'react';

/** `none` = it cannot be had (offline, gone, never was): something else is drawn in its place. */
type PictureState = 'loading' | 'shown' | 'none';

interface RemotePicture {
  readonly state: PictureState;
  /** For the `img`; a picture that cannot be had is answered with an empty one. */
  readonly onLoad: (event: { readonly currentTarget: HTMLImageElement }) => void;
  readonly onError: () => void;
}

/** Follows a picture that may lead to nothing, so that a drawing can stand there until it is shown, or for good. */
export function useRemotePicture(url: string | null): RemotePicture {
  const [found, setFound] = useState<{ readonly url: string | null; readonly state: PictureState }>({
    url,
    state: 'loading',
  });
  const state = url === null ? 'none' : found.url === url ? found.state : 'loading';
  return {
    state,
    onLoad: ({ currentTarget }) => setFound({ url, state: currentTarget.naturalWidth > 0 ? 'shown' : 'none' }),
    onError: () => setFound({ url, state: 'none' }),
  };
}
