/** The keys of the composer's actions; with `mod` they work while a text is typed. */
export const composerKeys = {
  files: 'mod+shift+A',
  location: 'mod+shift+L',
  card: 'mod+shift+B',
  quickReplies: 'mod+shift+Y',
  canned: '/',
  nextBubble: 'alt+enter',
  emoji: 'mod+shift+E',
  stickers: 'mod+shift+K',
  later: 'mod+shift+D',
  undo: 'mod+Z',
} as const;
