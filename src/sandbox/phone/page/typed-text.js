import { el } from '/el.js';

/** LINE emojis that the phone offers; written as their name in brackets. */
export const EMOJIS = ['smile', 'laugh', 'love', 'cry', 'wow', 'sleepy', 'thanks', 'ok'].map((name, i) => ({
  productId: '5ac1bfd5040ab15980c9b435',
  emojiId: String(i + 1).padStart(3, '0'),
  alt: `(${name})`,
}));

/**
 * What was typed, in the parts that LINE tells: names of emojis in brackets, and in groups an @ before the name of a member, of the
 * account or of everybody. `people` are {name, mention}.
 */
export function partsOf(text, people) {
  const tokens = [
    ...EMOJIS.map((emoji) => [emoji.alt, { emoji }]),
    ...people.map(({ name, mention }) => [`@${name}`, { mention, name }]),
  ].sort(([a], [b]) => b.length - a.length);
  const parts = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const found = tokens.find(([written]) => text.startsWith(written, at));
    if (found === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ text: plain });
    plain = '';
    parts.push(found[1]);
    at += found[0].length;
  }
  return plain === '' ? parts : [...parts, { text: plain }];
}

/** A customer's or the account's text as it is drawn: emojis as pictures, mentions set off, addresses as links. */
export function drawnText(message, { nameOf, open }) {
  const { type, body } = message;
  const runs = type === 'textV2' ? substituted(body, nameOf) : message.direction === 'in' ? received(body) : sent(body);
  return el('p', { class: 'text' }, ...runs.flatMap((run) => (typeof run === 'string' ? linked(run, open) : [run])));
}

const emojiPicture = ({ productId, emojiId }, alt = '') =>
  el('img', { class: 'emoji', src: `/api/emojis/${productId}/${emojiId}`, alt, width: 20, height: 20 });
const mentioned = (text) => el('span', { class: 'mention' }, text);

/** `emojis` and `mention` of a customer's text say where they stand and how long they are. */
function received({ text = '', emojis = [], mention }) {
  const marks = [
    ...emojis.map((emoji) => ({ ...emoji, draw: (written) => emojiPicture(emoji, written) })),
    ...(mention?.mentionees ?? []).map((one) => ({ ...one, draw: mentioned })),
  ].sort((a, b) => a.index - b.index);
  return cut(text, marks);
}

/** In a text of the account each emoji has a $ as its place. */
function sent({ text = '', emojis = [] }) {
  return cut(
    text,
    emojis.map((emoji) => ({ ...emoji, length: 1, draw: () => emojiPicture(emoji) })).sort((a, b) => a.index - b.index),
  );
}

function cut(text, marks) {
  const runs = [];
  let at = 0;
  for (const { index, length, draw } of marks) {
    if (index < at) continue;
    runs.push(text.slice(at, index), draw(text.slice(index, index + length)));
    at = index + length;
  }
  runs.push(text.slice(at));
  return runs.filter((run) => run !== '');
}

function substituted({ text = '', substitution = {} }, nameOf) {
  return text
    .split(/(\{\{|\}\}|\{\w{1,20}\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part === '{{' || part === '}}') return part[0];
      const value = /^\{\w+\}$/.test(part) ? substitution[part.slice(1, -1)] : undefined;
      if (value?.type === 'emoji') return emojiPicture(value);
      if (value?.type === 'mention') return mentioned(`@${nameOf(value.mentionee)}`);
      return part;
    });
}

/** A text with its addresses as links, which open as a tap on a button does. */
function linked(text, open) {
  return text.split(/(https?:\/\/[^\s<>"'、。）」]+)/).map((part, index) =>
    index % 2 === 0
      ? part
      : el(
          'a',
          {
            href: part,
            onclick: (event) => {
              event.preventDefault();
              open(part);
            },
          },
          part,
        ),
  );
}
