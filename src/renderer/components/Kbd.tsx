import { Kbd as KeyCap } from '@mantine/core';

const IS_MAC = /mac/i.test(navigator.userAgent);
const MAC_NAMES: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵' };
const OTHER_NAMES: Readonly<Record<string, string>> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter' };

/** A key combination such as `mod+K`, written as this computer's keyboard names it. */
export function Kbd({ keys }: { readonly keys: string }) {
  const names = IS_MAC ? MAC_NAMES : OTHER_NAMES;
  return (
    <span className="lumo-keys">
      {keys.split('+').map((key) => (
        <KeyCap key={key} size="xs">
          {names[key.toLowerCase()] ?? key.toUpperCase()}
        </KeyCap>
      ))}
    </span>
  );
}
