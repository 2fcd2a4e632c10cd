import { z } from 'zod';
import type { CardBlock } from '../../../shared/model/chat';
import type { ContentContext } from './content-context';
import { shownAction } from './shown-action';

const imagemapSchema = z.looseObject({
  baseUrl: z.string(),
  actions: z.array(z.unknown()).catch([]).optional(),
  video: z
    .looseObject({ externalLink: z.looseObject({ linkUri: z.string(), label: z.string() }).optional() })
    .optional()
    .catch(undefined),
});
/** One of the widths that every imagemap has (section 6.3). */
const shownWidth = 460;

/** A rich message: its picture, and what its areas do; null where it is none. */
export function imagemapCards(raw: unknown, { picture }: Pick<ContentContext, 'picture'>): CardBlock[][] | null {
  const found = imagemapSchema.safeParse(raw);
  if (!found.success) return null;
  const { baseUrl, actions = [], video } = found.data;
  const blocks: CardBlock[] = [{ kind: 'picture', url: picture(`${baseUrl}/${shownWidth}`), action: null }];
  for (const area of actions) {
    const action = shownAction(area);
    if (action !== null)
      blocks.push({ kind: 'button', action: { ...action, label: action.label || (action.detail ?? '') } });
  }
  const link = video?.externalLink;
  if (link !== undefined) {
    blocks.push({ kind: 'button', action: { kind: 'url', label: link.label, detail: link.linkUri } });
  }
  return [blocks];
}
