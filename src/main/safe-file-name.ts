/** Names that Windows gives to devices, with or without an extension. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const longestName = 150;

/** A customer's file name as it may stand in a folder of any system: no path, no control or direction marks, not hidden. */
export function safeFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u001F\u007F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const found = plain === '' || devices.test(plain) ? `file_${plain}` : plain;
  if (found.length <= longestName) return found;
  const dot = found.lastIndexOf('.');
  const extension = dot > 0 && found.length - dot <= 12 ? found.slice(dot) : '';
  return found.slice(0, longestName - extension.length) + extension;
}
