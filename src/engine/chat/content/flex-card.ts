import { z } from 'zod';
import type { CardBlock } from '../../../shared/model/chat';
import type { ContentContext } from './content-context';
import { shownAction } from './shown-action';

const text = z.string().optional().catch(undefined);
const list = z.array(z.unknown()).catch([]).optional();
const node = z.looseObject({
  type: text,
  layout: text,
  contents: list,
  text,
  weight: text,
  size: text,
  url: text,
  previewUrl: text,
  altContent: z.unknown().optional(),
  action: z.unknown().optional(),
});
type Node = z.infer<typeof node>;

const bubble = z.looseObject({
  header: z.unknown().optional(),
  hero: z.unknown().optional(),
  body: z.unknown().optional(),
  footer: z.unknown().optional(),
  action: z.unknown().optional(),
});
const flexSchema = z.looseObject({ contents: z.looseObject({ type: z.string(), contents: list }) });

/** LINE limits a bubble's JSON to 30 KB; deeper boxes than this are no layout any more. */
const deepest = 20;
const strongSizes = new Set(['lg', 'xl', 'xxl', '3xl', '4xl', '5xl']);

type Pictures = Pick<ContentContext, 'picture'>;

/** The bubbles of a Flex Message (section 6.5), each flattened to a card that can be read from top to bottom; null where it is none. */
export function flexCards(raw: unknown, pictures: Pictures): CardBlock[][] | null {
  const found = flexSchema.safeParse(raw);
  if (!found.success) return null;
  const { contents } = found.data;
  const bubbles: unknown[] = contents.type === 'carousel' ? (contents.contents ?? []) : [contents];
  return bubbles.map((each) => bubbleBlocks(each, pictures)).filter((blocks) => blocks.length > 0);
}

function bubbleBlocks(found: unknown, pictures: Pictures): CardBlock[] {
  const parsed = bubble.safeParse(found);
  if (!parsed.success) return [];
  const { header, hero, body, footer, action } = parsed.data;
  const blocks = [header, hero, body, footer].flatMap((part) => blocksOf(part, pictures, 0));
  const whole = shownAction(action);
  return whole === null || whole.label === '' ? blocks : [...blocks, { kind: 'button', action: whole }];
}

function blocksOf(found: unknown, pictures: Pictures, depth: number): CardBlock[] {
  const parsed = node.safeParse(found);
  if (!parsed.success || depth > deepest) return [];
  const part = parsed.data;
  switch (part.type) {
    case 'box':
      return boxBlocks(part, pictures, depth);
    case 'text':
      return textBlocks(part);
    case 'image':
      return [{ kind: 'picture', url: pictures.picture(part.url ?? null), action: shownAction(part.action) }];
    case 'video':
      // what is shown where videos are not (required by LINE), else the first picture
      return part.altContent === undefined
        ? [{ kind: 'picture', url: pictures.picture(part.previewUrl ?? null), action: shownAction(part.action) }]
        : blocksOf(part.altContent, pictures, depth + 1);
    case 'button': {
      const action = shownAction(part.action);
      return action === null ? [] : [{ kind: 'button', action }];
    }
    case 'separator':
      return [{ kind: 'separator' }];
    default:
      // icons and fillers only decorate
      return [];
  }
}

/** Texts that stand side by side (a name and its value) read as one line; everything else goes below each other. */
function boxBlocks(box: Node, pictures: Pictures, depth: number): CardBlock[] {
  const parts = (box.contents ?? []).map((part) => blocksOf(part, pictures, depth + 1));
  const inLine = parts.filter((part) => part.length > 0);
  const isRow = box.layout === 'horizontal' || box.layout === 'baseline';
  const texts = inLine.flatMap((part) => (part.length === 1 && part[0]?.kind === 'text' ? part[0] : []));
  const blocks: CardBlock[] =
    isRow && texts.length > 1 && texts.length === inLine.length
      ? [
          {
            kind: 'text',
            text: texts.map((each) => each.text).join('  '),
            isStrong: texts.every((each) => each.isStrong),
          },
        ]
      : parts.flat();
  const action = shownAction(box.action);
  return action === null || action.label === '' ? blocks : [...blocks, { kind: 'button', action }];
}

function textBlocks(part: Node): CardBlock[] {
  const spans = (part.contents ?? []).flatMap((span) => node.safeParse(span).data?.text ?? []);
  const whole = spans.length > 0 ? spans.join('') : (part.text ?? '');
  if (whole.trim() === '') return [];
  const isStrong = part.weight === 'bold' || strongSizes.has(part.size ?? '');
  return [{ kind: 'text', text: whole, isStrong }];
}
