import { z } from 'zod';
import type { CardBlock } from '../../../shared/model/chat';
import type { ContentContext } from './content-context';
import { shownAction } from './shown-action';

const text = z.string().optional().catch(undefined);
const column = z.looseObject({
  thumbnailImageUrl: text,
  imageUrl: text,
  title: text,
  text,
  defaultAction: z.unknown().optional(),
  action: z.unknown().optional(),
  actions: z.array(z.unknown()).catch([]).optional(),
});
const templateSchema = z.looseObject({
  template: column.extend({ type: z.string(), columns: z.array(z.unknown()).catch([]).optional() }),
});

/** The columns of a template message (section 6.4), each as a card; null where it is none. */
export function templateCards(raw: unknown, context: Pick<ContentContext, 'picture'>): CardBlock[][] | null {
  const found = templateSchema.safeParse(raw);
  if (!found.success) return null;
  const { template } = found.data;
  const columns = template.columns?.map((part) => column.safeParse(part)).filter((part) => part.success);
  const parts = columns === undefined ? [template] : columns.map((part) => part.data);
  return parts.map((part) => blocksOf(part, context)).filter((blocks) => blocks.length > 0);
}

function blocksOf(part: z.infer<typeof column>, { picture }: Pick<ContentContext, 'picture'>): CardBlock[] {
  const blocks: CardBlock[] = [];
  const image = part.imageUrl ?? part.thumbnailImageUrl;
  // an image carousel's column is one picture with its action; elsewhere the action of the whole is `defaultAction`
  const action = shownAction(part.action ?? part.defaultAction);
  if (image !== undefined) blocks.push({ kind: 'picture', url: picture(image), action });
  if (part.title !== undefined) blocks.push({ kind: 'text', text: part.title, isStrong: true });
  if (part.text !== undefined) blocks.push({ kind: 'text', text: part.text, isStrong: false });
  if (part.imageUrl !== undefined && action !== null && action.label !== '') blocks.push({ kind: 'button', action });
  for (const each of part.actions ?? []) {
    const shown = shownAction(each);
    if (shown !== null) blocks.push({ kind: 'button', action: shown });
  }
  return blocks;
}
