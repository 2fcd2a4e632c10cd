import { dice, pick } from '../../scenario/dice';
import type { Person } from '../../scenario/people';
import type { NewChatMessage } from '../chat-log';
import { textBodyOf } from '../customer-text';
import { hexOf } from '../identifiers';
import { SAMPLE_VIDEO_MS, sampleMedia, sampleVoiceMs } from '../media/sample-media';
import { FILLINGS, PLACES } from './dialogues';
import { buttonsCard, confirmCard, goodsCarousel, shopPicture, slipFlex } from './shop-cards';

/** A message of the seeded past, before it has its id. */
export interface SeedMessage extends NewChatMessage {
  /** The message that it quotes, which is older. */
  quotes?: SeedMessage;
  /** What it was changed to a minute later. */
  editedTo?: string;
  isUnsent?: boolean;
}

/** What a line becomes: a message, or several for pictures sent together. */
type LineContent = Pick<SeedMessage, 'type' | 'body' | 'mediaKey' | 'editedTo' | 'isUnsent'>;

/** Who and what a talk is about. */
export interface TalkSubject {
  readonly seed: number;
  readonly talk: number;
  readonly person: Pick<Person, 'locale' | 'familyName' | 'givenName' | 'lineDisplayName'>;
  readonly botUserId: string;
  readonly accountName: string;
  readonly isFromCustomer: boolean;
}

const EMOJI_PRODUCT = '5ac1bfd5040ab15980c9b435';
const EMOJI_NAMES = ['smile', 'laugh', 'love', 'cry', 'wow', 'sleepy', 'thanks', 'ok'];
const CONTENT = { contentProvider: { type: 'line' } };

/** The messages of a line of a dialogue, in the words of `dialogues.ts` and `rich-dialogues.ts`. */
export function contentsOfLine(line: string, subject: TalkSubject): LineContent[] {
  const { seed, talk } = subject;
  if (!line.startsWith('*')) return [textContent(line, subject)];
  const word = /^\*\w+/.exec(line)?.[0] ?? '';
  const detail = line.slice(word.length + 1);
  const told = filled(detail, subject);
  const [head = '', ...answers] = told.split('|');
  switch (word) {
    case '*unsent':
      return [{ ...textContent(detail, subject), isUnsent: true }];
    case '*photo':
      return [{ type: 'image', body: CONTENT, mediaKey: `sample:${detail}-${talk % 3}` }];
    case '*photos': {
      const names = detail.split(',');
      const id = hexOf(seed, `seeded-set:${talk}`, 20).toUpperCase();
      return names.map((name, i) => ({
        type: 'image',
        body: { ...CONTENT, imageSet: { id, index: i + 1, total: names.length } },
        mediaKey: `sample:${name}-${(talk + i) % 3}`,
      }));
    }
    case '*video':
      return [
        { type: 'video', body: { ...CONTENT, duration: SAMPLE_VIDEO_MS }, mediaKey: `video:${detail}-${talk % 3}` },
      ];
    case '*voice': {
      const sample = `voice-${detail}`;
      return [{ type: 'audio', body: { ...CONTENT, duration: sampleVoiceMs(sample) }, mediaKey: `voice:${sample}` }];
    }
    case '*file':
      return [
        {
          type: 'file',
          body: { fileName: detail, fileSize: sampleMedia('pdf', detail).bytes.length },
          mediaKey: `pdf:${detail}`,
        },
      ];
    case '*sticker':
      return [stickerContent(Number(detail), talk)];
    case '*place': {
      const [title, address, latitude, longitude] = pick(PLACES, seed, talk, 330);
      return [{ type: 'location', body: { title, address, latitude, longitude } }];
    }
    case '*picture':
      return [sentContent(shopPicture(detail))];
    case '*buttons':
      return [sentContent(buttonsCard(head, answers[0] ?? '', answers.slice(1)))];
    case '*confirm':
      return [sentContent(confirmCard(head, answers))];
    case '*carousel':
      return [sentContent(goodsCarousel(subject.accountName, FILLINGS[subject.person.locale].products))];
    default:
      return [sentContent(slipFlex(told.split('|')))];
  }
}

function sentContent({ type, ...body }: Record<string, unknown>): LineContent {
  return { type: String(type), body };
}

function stickerContent(mood: number, talk: number): LineContent {
  const stickerId = String(52_002_734 + ((mood - (52_002_734 % 8) + 16) % 8) + 8 * (talk % 4));
  return {
    type: 'sticker',
    body: { packageId: '11537', stickerId, stickerResourceType: 'STATIC', keywords: ['friends'] },
  };
}

function textContent(line: string, subject: TalkSubject): LineContent {
  const [text = '', editedTo] = filled(line, subject).split('~');
  return { type: 'text', body: textBody(text, subject), ...(editedTo === undefined ? {} : { editedTo }) };
}

/** The text object: `[love]` and `@account` become what LINE makes of them on that side of the chat. */
function textBody(text: string, subject: TalkSubject): Record<string, unknown> {
  const pieces = text.split(/(\[\w+\]|@account|@all)/).filter((piece) => piece !== '');
  if (pieces.length <= 1 && !/^[[@]/.test(text)) return { text };
  const emojiId = (piece: string) => String(EMOJI_NAMES.indexOf(piece.slice(1, -1)) + 1).padStart(3, '0');
  if (subject.isFromCustomer) {
    const parts = pieces.map((piece) => {
      if (piece === '@account') return { mention: 'account' as const, name: subject.accountName };
      if (piece === '@all') return { mention: 'all' as const, name: 'All' };
      if (!/^\[\w+\]$/.test(piece)) return { text: piece };
      return { emoji: { productId: EMOJI_PRODUCT, emojiId: emojiId(piece), alt: `(${piece.slice(1, -1)})` } };
    });
    return textBodyOf({ parts }, subject.botUserId);
  }
  let sent = '';
  const emojis: Record<string, unknown>[] = [];
  for (const piece of pieces) {
    if (/^\[\w+\]$/.test(piece)) emojis.push({ index: sent.length, productId: EMOJI_PRODUCT, emojiId: emojiId(piece) });
    sent += /^\[\w+\]$/.test(piece) ? '$' : piece;
  }
  return emojis.length > 0 ? { text: sent, emojis } : { text: sent };
}

function filled(line: string, { seed, talk, person }: TalkSubject): string {
  const filling = FILLINGS[person.locale];
  const values: Readonly<Record<string, string>> = {
    product: pick(filling.products, seed, talk, 331),
    day: pick(filling.days, seed, talk, 332),
    order: `AZ-${10_000 + (dice(seed, talk, 333) % 90_000)}`,
    hour: String(11 + (dice(seed, talk, 334) % 9)),
    name: person.familyName ?? person.givenName ?? person.lineDisplayName,
  };
  return line.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
