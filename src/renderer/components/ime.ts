interface KeyLike {
  readonly key: string;
  readonly keyCode?: number;
  readonly isComposing?: boolean;
  readonly nativeEvent?: { readonly isComposing?: boolean; readonly keyCode?: number };
}

/** keyCode of every key press that an input method handles itself, where `isComposing` is already false. */
const IME_KEY_CODE = 229;

/**
 * True for the Enter that confirms a conversion in a Japanese, Chinese or Korean input method. It must never send or
 * submit. Takes a DOM or a React keyboard event.
 */
export function isImeEnter(event: KeyLike): boolean {
  if (event.key !== 'Enter' && event.key !== 'Process') return false;
  const native = event.nativeEvent ?? event;
  return native.isComposing === true || native.keyCode === IME_KEY_CODE || event.keyCode === IME_KEY_CODE;
}
