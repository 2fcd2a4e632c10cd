import { cards, imagemap } from '/card-view.js';
import { el, linkedFile, picture } from '/el.js';
import { flex } from '/flex-view.js';
import { drawnText } from '/typed-text.js';

/**
 * The inside of a bubble. `with`: `tap(message, path, action)` runs a button, `open(address)` opens a link, `watched(message)` is told at
 * the end of a video, `nameOf(mentionee)` names a person, `words` are the page's.
 */
export function messageBody(message, tools) {
  const { type, body } = message;
  const { words } = tools;
  const own = message.direction === 'in';
  const external = body.contentProvider?.type === 'external' ? body.contentProvider : null;
  const file = (path) =>
    external ? external[path] : own ? `/api/messages/${message.id}/picture` : linkedFile(message, path);
  switch (type) {
    case 'text':
    case 'textV2':
      return drawnText(message, tools);
    case 'sticker':
      return sticker(body, words);
    case 'image':
      return picture(file('originalContentUrl'), words.image);
    case 'video':
      return el('video', {
        class: 'picture',
        controls: true,
        preload: 'metadata',
        src: file('originalContentUrl'),
        poster: external
          ? external.previewImageUrl
          : own
            ? `/api/messages/${message.id}/poster`
            : file('previewImageUrl'),
        'aria-label': words.video,
        onended: own ? null : () => tools.watched(message),
      });
    case 'audio':
      return el('audio', {
        controls: true,
        preload: 'metadata',
        src: file('originalContentUrl'),
        'aria-label': words.voice,
      });
    case 'file':
      return el(
        'a',
        { class: 'file', href: file(''), download: body.fileName },
        el('span', { 'aria-hidden': 'true' }, '📄'),
        el('span', {}, el('strong', {}, body.fileName), el('span', { class: 'muted' }, ` ${sizeOf(body.fileSize)}`)),
      );
    case 'location':
      return place(body);
    case 'imagemap':
      return imagemap(message, tools);
    case 'template':
      return cards(message, tools);
    case 'flex':
      return flex(message, tools);
    default:
      return el('p', { class: 'text muted' }, body.altText ?? `[${type}]`);
  }
}

function sticker(body, words) {
  const drawn = el('img', {
    class: 'sticker',
    src: `/api/stickers/${body.packageId}/${body.stickerId}`,
    alt: body.keywords?.join(', ') ?? words.sticker,
  });
  return body.text ? el('span', { class: 'message-sticker' }, drawn, el('span', {}, body.text)) : drawn;
}

function place(body) {
  return el(
    'div',
    { class: 'card place' },
    el('div', { class: 'map', 'aria-hidden': 'true' }, '📍'),
    el('strong', {}, body.title ?? ''),
    el('span', { class: 'muted' }, body.address ?? `${body.latitude}, ${body.longitude}`),
  );
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
