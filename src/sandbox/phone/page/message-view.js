/** Makes an element; text becomes text, never markup. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** The inside of a bubble. `act` runs a button's action. */
export function messageBody(message, act, words) {
  const { type, body } = message;
  switch (type) {
    case 'text':
      return el('p', { class: 'text' }, ...linked(withEmojis(body), act));
    case 'textV2':
      return el('p', { class: 'text' }, ...linked(substituted(body), act));
    case 'sticker':
      return el('img', {
        class: 'sticker',
        src: `/api/stickers/${body.packageId}/${body.stickerId}`,
        alt: words.sticker,
      });
    case 'image':
      return picture(
        message.direction === 'in' ? `/api/messages/${message.id}/picture` : body.originalContentUrl,
        words.image,
      );
    case 'video':
      return el('video', {
        class: 'picture',
        controls: true,
        src: body.originalContentUrl,
        poster: body.previewImageUrl,
      });
    case 'audio':
      return el('audio', { controls: true, src: body.originalContentUrl });
    case 'location':
      return place(body);
    case 'imagemap':
      return el(
        'div',
        { class: 'card' },
        picture(`${body.baseUrl}/1040`, body.altText),
        el('p', { class: 'text' }, body.altText),
      );
    case 'template':
      return template(body.template ?? {}, body.altText, act);
    default:
      return el('p', { class: 'text muted' }, body.altText ?? body.fileName ?? `[${type}]`);
  }
}

/** A text with its addresses as links, which open as a tap on a button does. */
function linked(text, act) {
  return text.split(/(https?:\/\/[^\s<>"'、。）」]+)/).map((part, index) =>
    index % 2 === 0
      ? part
      : el(
          'a',
          {
            href: part,
            onclick: (event) => {
              event.preventDefault();
              act({ type: 'uri', uri: part });
            },
          },
          part,
        ),
  );
}

function withEmojis(body) {
  // LINE's own emojis have no picture here: each placeholder becomes a small square.
  return (body.emojis ?? []).length > 0 ? body.text.replaceAll('$', '▢') : body.text;
}

function substituted(body) {
  return body.text
    .replace(/\{(\w{1,20})\}/g, (_, key) => (body.substitution?.[key]?.type === 'emoji' ? '▢' : '@…'))
    .replaceAll('{{', '{')
    .replaceAll('}}', '}');
}

function picture(url, alt) {
  return el('img', { class: 'picture', src: url, alt: alt ?? '', loading: 'lazy' });
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

function template(content, altText, act) {
  const cards = content.columns ?? [content];
  return el(
    'div',
    { class: 'cards' },
    ...cards.map((card) =>
      el(
        'div',
        { class: 'card' },
        card.thumbnailImageUrl || card.imageUrl ? picture(card.thumbnailImageUrl ?? card.imageUrl, card.title) : null,
        card.title ? el('strong', {}, card.title) : null,
        el('p', { class: 'text' }, card.text ?? altText),
        ...(card.actions ?? (card.action ? [card.action] : [])).map((action) =>
          el(
            'button',
            { type: 'button', class: 'card-button', onclick: () => act(action) },
            action.label ?? action.uri ?? '›',
          ),
        ),
      ),
    ),
  );
}
