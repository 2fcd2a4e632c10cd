import { el, linkedFile, picture } from '/el.js';

const IMAGEMAP_WIDTH = 1040;

/** A template: one card, or several side by side. */
export function cards(message, tools) {
  const { template = {}, altText } = message.body;
  const columns = template.columns;
  const drawn = (columns ?? [template]).map((card, i) =>
    cardOf(message, card, columns ? `template.columns[${i}]` : 'template', altText, tools),
  );
  return el('div', { class: `cards ${template.type ?? ''}` }, ...drawn);
}

function cardOf(message, card, path, altText, { tap }) {
  const image = card.thumbnailImageUrl ? 'thumbnailImageUrl' : card.imageUrl ? 'imageUrl' : null;
  const shown = image ? picture(linkedFile(message, `${path}.${image}`), card.title ?? altText) : null;
  const wide = card.action
    ? ['action', card.action]
    : card.defaultAction
      ? ['defaultAction', card.defaultAction]
      : null;
  return el(
    'div',
    { class: 'card' },
    wide && shown
      ? el(
          'button',
          {
            type: 'button',
            class: 'card-picture',
            'aria-label': wide[1].label ?? altText,
            onclick: () => tap(message, `${path}.${wide[0]}`, wide[1]),
          },
          shown,
        )
      : shown,
    card.action?.label ? el('span', { class: 'card-label' }, card.action.label) : null,
    card.title ? el('strong', {}, card.title) : null,
    card.text ? el('p', { class: 'text' }, card.text) : null,
    ...(card.actions ?? []).map((action, i) =>
      el(
        'button',
        { type: 'button', class: 'card-button', onclick: () => tap(message, `${path}.actions[${i}]`, action) },
        action.label ?? '›',
      ),
    ),
  );
}

/** A picture with areas to tap on, and perhaps a film in it. Areas are told in a picture 1040 wide. */
export function imagemap(message, { tap, open }) {
  const { body } = message;
  const height = body.baseSize?.height ?? IMAGEMAP_WIDTH;
  const share = (value, of) => `${(value / of) * 100}%`;
  const spot = ({ x, y, width, height: tall }) => ({
    left: share(x, IMAGEMAP_WIDTH),
    top: share(y, height),
    width: share(width, IMAGEMAP_WIDTH),
    height: share(tall, height),
  });
  const film = body.video;
  return el(
    'div',
    { class: 'imagemap', style: { aspectRatio: `${IMAGEMAP_WIDTH} / ${height}` } },
    picture(linkedFile(message, 'baseUrl/1040'), body.altText),
    film
      ? el('video', {
          class: 'area',
          controls: true,
          src: linkedFile(message, 'video.originalContentUrl'),
          poster: linkedFile(message, 'video.previewImageUrl'),
          style: spot(film.area),
        })
      : null,
    film?.externalLink
      ? el(
          'button',
          { type: 'button', class: 'card-button', onclick: () => open(film.externalLink.linkUri) },
          film.externalLink.label,
        )
      : null,
    ...(body.actions ?? []).map((action, i) =>
      el('button', {
        type: 'button',
        class: 'area',
        style: spot(action.area),
        'aria-label': action.label ?? action.text ?? action.linkUri ?? action.clipboardText,
        onclick: () => tap(message, `actions[${i}]`, action),
      }),
    ),
  );
}
