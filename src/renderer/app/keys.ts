interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key press is the combination `keys`, such as `mod+K` (mod = Ctrl or Cmd) or `shift+D`. */
export function matchesKeys(keys: string, press: KeyPress): boolean {
  const parts = keys.toLowerCase().split('+');
  const key = parts.at(-1);
  return (
    press.key.toLowerCase() === key &&
    parts.includes('mod') === (press.ctrlKey || press.metaKey) &&
    parts.includes('shift') === press.shiftKey &&
    parts.includes('alt') === press.altKey
  );
}

/** Whether text is typed into this element, so that plain keys belong to it. */
export function isTypingPlace(element: Element): boolean {
  return element.closest('input, textarea, select, [contenteditable="true"], [role="textbox"]') !== null;
}
