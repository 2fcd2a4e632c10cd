import { el, linkedFile, picture } from '/el.js';

const SPACES = { none: '0', xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px', xxl: '20px' };
const TEXT_SIZES = {
  xxs: '10px',
  xs: '11px',
  sm: '12px',
  md: '14px',
  lg: '16px',
  xl: '19px',
  xxl: '22px',
  '3xl': '26px',
  '4xl': '30px',
  '5xl': '36px',
};
const WIDTHS = { nano: 120, micro: 160, deca: 190, hecto: 220, kilo: 240, mega: 252, giga: 270 };
const IMAGE_WIDTHS = {
  xxs: '40px',
  xs: '60px',
  sm: '80px',
  md: '100px',
  lg: '120px',
  xl: '140px',
  xxl: '160px',
  '3xl': '180px',
  '4xl': '200px',
  '5xl': '220px',
  full: '100%',
};
const ALIGN = { start: 'flex-start', center: 'center', end: 'flex-end' };
const isLength = (value) => /^\d+(\.\d+)?(px|%)$/.test(value ?? '');
const lengthOf = (value, table) => (isLength(value) ? value : table[value]);
const colourOf = (value) => (/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value ?? '') ? value : undefined);

/** A Flex Message, drawn closely enough to see what stands where and to tap on it: blocks, boxes, texts, pictures, buttons, lines. */
export function flex(message, tools) {
  const { contents, altText } = message.body;
  const bubbles = contents?.type === 'carousel' ? contents.contents : [contents];
  const path = (i) => (contents?.type === 'carousel' ? `contents.contents[${i}]` : 'contents');
  return el(
    'div',
    { class: 'cards flex', role: 'group', 'aria-label': altText },
    ...bubbles.map((bubble, i) => bubbleOf(message, bubble ?? {}, path(i), tools)),
  );
}

function bubbleOf(message, bubble, path, tools) {
  const blocks = ['header', 'hero', 'body', 'footer'].flatMap((name) => {
    const block = bubble[name];
    if (!block) return [];
    const style = bubble.styles?.[name] ?? {};
    return [
      el(
        'div',
        {
          class: `flex-block ${name}`,
          style: {
            backgroundColor: colourOf(style.backgroundColor) ?? '',
            borderTop: style.separator ? `1px solid ${colourOf(style.separatorColor) ?? '#d4d6da'}` : '',
          },
        },
        component(message, block, `${path}.${name}`, tools, 'vertical'),
      ),
    ];
  });
  const node = el(
    'div',
    {
      class: 'flex-bubble',
      dir: bubble.direction ?? 'ltr',
      style: { width: `${WIDTHS[bubble.size] ?? WIDTHS.mega}px` },
    },
    ...blocks,
  );
  return tappable(node, message, bubble, path, tools);
}

function component(message, part, path, tools, layout) {
  const node = drawn(message, part, path, tools);
  const grow = part.flex ?? (layout === 'vertical' ? 0 : part.type === 'text' || part.type === 'box' ? 1 : 0);
  Object.assign(node.style, {
    flex: layout === 'vertical' ? `${grow} 0 auto` : `${grow} 1 ${grow > 0 ? '0' : 'auto'}`,
    [layout === 'vertical' ? 'marginTop' : 'marginLeft']: lengthOf(part.margin, SPACES) ?? '',
    ...(part.position === 'absolute'
      ? {
          position: 'absolute',
          top: lengthOf(part.offsetTop, SPACES) ?? '',
          bottom: lengthOf(part.offsetBottom, SPACES) ?? '',
          left: lengthOf(part.offsetStart, SPACES) ?? '',
          right: lengthOf(part.offsetEnd, SPACES) ?? '',
        }
      : {}),
  });
  return part.type === 'button' ? node : tappable(node, message, part, path, tools);
}

function drawn(message, part, path, tools) {
  switch (part.type) {
    case 'box':
      return box(message, part, path, tools);
    case 'text':
      return textOf(part);
    case 'image':
      return picture(linkedFile(message, `${path}.url`), part.action?.label ?? '', {
        class: 'flex-image',
        style: {
          width: lengthOf(part.size ?? 'md', IMAGE_WIDTHS) ?? '100%',
          aspectRatio: /^\d+(\.\d+)?:\d+(\.\d+)?$/.test(part.aspectRatio ?? '')
            ? part.aspectRatio.replace(':', ' / ')
            : '1 / 1',
          objectFit: part.aspectMode === 'cover' ? 'cover' : 'contain',
          alignSelf: ALIGN[part.align ?? 'center'],
          backgroundColor: colourOf(part.backgroundColor) ?? '',
        },
      });
    case 'icon':
      return el('img', {
        class: 'flex-icon',
        src: linkedFile(message, `${path}.url`),
        alt: '',
        style: { height: TEXT_SIZES[part.size ?? 'md'] ?? part.size },
      });
    case 'button':
      return el(
        'button',
        {
          type: 'button',
          class: `flex-button ${part.style ?? 'link'}`,
          style: {
            backgroundColor: part.style && part.style !== 'link' ? (colourOf(part.color) ?? '') : '',
            color: (part.style ?? 'link') === 'link' ? (colourOf(part.color) ?? '') : '',
          },
          onclick: (event) => {
            event.stopPropagation();
            tools.tap(message, `${path}.action`, part.action);
          },
        },
        part.action?.label ?? '›',
      );
    case 'separator':
      return el('span', { class: 'flex-line', style: { backgroundColor: colourOf(part.color) ?? '' } });
    case 'video':
      return el('video', {
        class: 'picture',
        controls: true,
        src: linkedFile(message, `${path}.url`),
        poster: linkedFile(message, `${path}.previewUrl`),
      });
    default:
      return el('span', {});
  }
}

function box(message, part, path, tools) {
  const isVertical = part.layout === 'vertical';
  const node = el(
    'div',
    {
      class: 'flex-box',
      style: {
        flexDirection: isVertical ? 'column' : 'row',
        alignItems: part.layout === 'baseline' ? 'baseline' : (ALIGN[part.alignItems] ?? ''),
        justifyContent: ALIGN[part.justifyContent] ?? part.justifyContent ?? '',
        gap: lengthOf(part.spacing, SPACES) ?? '',
        padding: lengthOf(part.paddingAll, SPACES) ?? '',
        backgroundColor: colourOf(part.backgroundColor) ?? '',
        borderRadius: lengthOf(part.cornerRadius, SPACES) ?? '',
        width: isLength(part.width) ? part.width : '',
        height: isLength(part.height) ? part.height : '',
        border: part.borderColor ? `1px solid ${colourOf(part.borderColor) ?? '#d4d6da'}` : '',
      },
    },
    ...(part.contents ?? []).map((child, i) =>
      component(message, child, `${path}.contents[${i}]`, tools, isVertical ? 'vertical' : 'horizontal'),
    ),
  );
  return node;
}

function textOf(part) {
  const look = (one) => ({
    color: colourOf(one.color) ?? '',
    fontSize: lengthOf(one.size, TEXT_SIZES) ?? '',
    fontWeight: one.weight === 'bold' ? '700' : '',
    fontStyle: one.style === 'italic' ? 'italic' : '',
    textDecoration: one.decoration && one.decoration !== 'none' ? one.decoration : '',
  });
  const runs = part.contents?.length
    ? part.contents.map((span) => el('span', { style: look(span) }, span.text ?? ''))
    : [part.text ?? ''];
  return el(
    'p',
    { class: part.wrap ? 'flex-text' : 'flex-text one-line', style: { ...look(part), textAlign: part.align ?? '' } },
    ...runs,
  );
}

/** Makes a part that has an action react to taps and to Enter. */
function tappable(node, message, part, path, tools) {
  if (!part.action) return node;
  const run = (event) => {
    event.stopPropagation();
    tools.tap(message, `${path}.action`, part.action);
  };
  node.setAttribute('role', 'button');
  node.setAttribute('tabindex', '0');
  if (part.action.label) node.setAttribute('aria-label', part.action.label);
  node.classList.add('tappable');
  node.addEventListener('click', run);
  node.addEventListener('keydown', (event) => event.key === 'Enter' && run(event));
  return node;
}
