import { el } from '/el.js';
import { EMOJIS } from '/typed-text.js';

const PLACES = [
  { title: '渋谷駅', address: '東京都渋谷区道玄坂1-1-1', latitude: 35.658, longitude: 139.7016 },
  { title: '台北101', address: '台北市信義區信義路五段7號', latitude: 25.0339, longitude: 121.5645 },
  { title: 'สยาม', address: 'ปทุมวัน กรุงเทพฯ', latitude: 13.7456, longitude: 100.5341 },
];
const STICKER_KINDS = [
  'STATIC',
  'ANIMATION',
  'SOUND',
  'ANIMATION_SOUND',
  'POPUP',
  'POPUP_SOUND',
  'CUSTOM',
  'MESSAGE',
  'NAME_TEXT',
  'PER_STICKER_TEXT',
];
const PREPARING_MS = 8_000;
let stickerKind = 'STATIC';

const line = (icon, label, onclick) =>
  el('button', { type: 'button', class: 'line', onclick }, el('span', { 'aria-hidden': 'true' }, `${icon} `), label);

/** Emojis to put into the text, and stickers of every kind to send. */
export async function stickerSheet({ api, send, insert, words }) {
  const packages = await api('GET', '/stickers');
  const kind = el(
    'select',
    {
      'aria-label': words.stickerKind,
      onchange: () => {
        stickerKind = kind.value;
      },
    },
    ...STICKER_KINDS.map((one) => el('option', { value: one, selected: one === stickerKind }, one)),
  );
  const written = { MESSAGE: words.stickerText, NAME_TEXT: words.stickerText, PER_STICKER_TEXT: words.stickerText };
  const tile = (packageId, { stickerId, word }) =>
    el(
      'button',
      {
        type: 'button',
        class: 'tile',
        'aria-label': word,
        onclick: () =>
          send({
            type: 'sticker',
            packageId,
            stickerId,
            stickerResourceType: stickerKind,
            keywords: [word],
            text: written[stickerKind],
          }),
      },
      el('img', { src: `/api/stickers/${packageId}/${stickerId}`, alt: '', width: 64, height: 64, loading: 'lazy' }),
    );
  return [
    el(
      'div',
      { class: 'emojis', role: 'group', 'aria-label': words.emojis },
      ...EMOJIS.map((emoji) =>
        el(
          'button',
          { type: 'button', class: 'emoji-button', 'aria-label': emoji.alt, onclick: () => insert(emoji.alt) },
          el('img', { src: `/api/emojis/${emoji.productId}/${emoji.emojiId}`, alt: '', width: 28, height: 28 }),
        ),
      ),
    ),
    kind,
    el(
      'div',
      { class: 'grid' },
      ...packages
        .slice(0, 6)
        .flatMap(({ packageId, stickers }) => stickers.slice(0, 8).map((one) => tile(packageId, one))),
    ),
  ];
}

/** Everything else that can be sent: photos, films, voice, files, places; in groups also mentions. */
export async function moreSheet({ api, send, insert, words, people, pickFiles }) {
  const samples = (await api('GET', '/samples')).map((subject, i) => `${subject}-${i}`);
  return [
    el('h3', {}, words.photos),
    el(
      'div',
      { class: 'grid photos' },
      ...samples.map((sample) =>
        el(
          'button',
          { type: 'button', class: 'tile', 'aria-label': sample, onclick: () => send({ type: 'image', sample }) },
          el('img', { src: `/api/samples/${sample}`, alt: '', width: 88, height: 66 }),
        ),
      ),
    ),
    line('🖼', words.severalPhotos, () => send({ type: 'imageSet', images: samples.slice(0, 3) })),
    line('📎', words.ownFiles, pickFiles),
    el('h3', {}, words.filmAndVoice),
    line('🎬', words.video, () => send({ type: 'video', sample: samples[0] })),
    line('⏳', words.slowVideo, () => send({ type: 'video', sample: samples[1], transcodingMs: PREPARING_MS })),
    line('⚠', words.brokenVideo, () =>
      send({ type: 'video', sample: samples[1], transcodingMs: PREPARING_MS, isTranscodingFailed: true }),
    ),
    line('🎤', words.voice, () => send({ type: 'audio', sample: 'voice-2' })),
    line('📄', words.document, () => send({ type: 'file', sample: 'Quotation', fileName: words.documentName })),
    ...(people.length === 0 ? [] : [el('h3', {}, words.mention)]),
    ...people.map(({ name }) => line('@', name, () => insert(`@${name} `))),
    el('h3', {}, words.location),
    ...PLACES.map((place) => line('📍', place.title, () => send({ type: 'location', ...place }))),
  ];
}

/** The picker that a date button opens; `done` gets the value in LINE's form. */
export function dateSheet(action, words, done) {
  const type = { date: 'date', time: 'time', datetime: 'datetime-local' }[action.mode];
  const inForm = (value) => value?.replace('t', 'T');
  const input = el('input', {
    type,
    value: inForm(action.initial),
    min: inForm(action.min),
    max: inForm(action.max),
    'aria-label': action.label ?? words.pickDate,
    required: true,
  });
  const form = el('form', { class: 'pick' }, input, el('button', { type: 'submit', class: 'primary' }, words.ok));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    done(input.value);
  });
  return [el('h3', {}, action.label ?? words.pickDate), form];
}

/** The photos that a camera or its roll holds. */
export async function photoSheet(api, words, done) {
  const samples = (await api('GET', '/samples')).map((subject, i) => `${subject}-${i}`);
  return [
    el('h3', {}, words.photos),
    el(
      'div',
      { class: 'grid photos' },
      ...samples.map((sample) =>
        el(
          'button',
          { type: 'button', class: 'tile', 'aria-label': sample, onclick: () => done(sample) },
          el('img', { src: `/api/samples/${sample}`, alt: '', width: 88, height: 66 }),
        ),
      ),
    ),
  ];
}

/** The message that a file of one's own becomes. Films and sound tell how long they last when the browser can play them. */
export async function messageOfFile(file) {
  const content = { contentType: file.type || 'application/octet-stream', bytes: await base64Of(file) };
  if (/^image\/(png|jpeg)$/.test(file.type)) return { type: 'image', ...content };
  const kind =
    file.type === 'video/mp4' ? 'video' : /^audio\/(mpeg|mp4|x-m4a|m4a|aac)$/.test(file.type) ? 'audio' : null;
  if (kind === null) return { type: 'file', ...content, fileName: file.name };
  return { type: kind, ...content, durationMs: await durationOf(file, kind) };
}

async function base64Of(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

function durationOf(file, kind) {
  return new Promise((resolve) => {
    const address = URL.createObjectURL(file);
    const done = (duration) => {
      URL.revokeObjectURL(address);
      resolve(duration);
    };
    const player = el(kind, { preload: 'metadata', src: address });
    player.addEventListener('loadedmetadata', () => done(Math.round(player.duration * 1000) || undefined));
    player.addEventListener('error', () => done(undefined));
  });
}
