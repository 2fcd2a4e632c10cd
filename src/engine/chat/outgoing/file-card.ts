import type { LineMessageObject } from '../../line';
import type { OutgoingFileRow } from '../../storage/outgoing-file-repository';
import { fileAddress } from './file-address';

/** LINE shows labels of at most 40 graphemes on a button of a Flex Message (LINE facts, section 6.6). */
const labels: Readonly<Record<'en' | 'ja' | 'zh' | 'th', string>> = {
  en: 'Open the file',
  ja: 'ファイルを開く',
  zh: '開啟檔案',
  th: 'เปิดไฟล์',
};
/** LINE allows 1,500 units in the text that stands for a card. */
const longestName = 400;

/** LINE has no message for a file: a card with its name, its size and a button that opens it, in the customer's language. */
export function fileCard(file: OutgoingFileRow, language: string | null): LineMessageObject {
  const name = file.name.slice(0, longestName);
  const text = (words: string, style: Record<string, unknown>) => ({ type: 'text', text: words, wrap: true, ...style });
  return {
    type: 'flex',
    altText: name,
    contents: {
      type: 'bubble',
      size: 'kilo',
      body: {
        type: 'box',
        layout: 'vertical',
        spacing: 'sm',
        contents: [text(name, { weight: 'bold' }), text(sizeOf(file.byteSize), { size: 'sm', color: '#767676' })],
      },
      footer: {
        type: 'box',
        layout: 'vertical',
        contents: [
          {
            type: 'button',
            style: 'link',
            action: { type: 'uri', label: labelIn(language), uri: fileAddress(file.id, 'content') },
          },
        ],
      },
    },
  };
}

function labelIn(language: string | null): string {
  const tag = (language ?? '').toLowerCase();
  if (tag.startsWith('ja')) return labels.ja;
  if (tag.startsWith('zh')) return labels.zh;
  return tag.startsWith('th') ? labels.th : labels.en;
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
