import { z } from 'zod';
import type { ShownAction } from '../../../shared/model/chat';

const text = z.string().optional().catch(undefined);
const actionSchema = z.looseObject({
  type: z.string(),
  label: text,
  uri: text,
  linkUri: text,
  text,
  data: text,
  displayText: text,
  clipboardText: text,
});

/** What a tap does, from LINE's action object (section 6.6) or an imagemap's area; null where it is none. */
export function shownAction(found: unknown): ShownAction | null {
  const parsed = actionSchema.safeParse(found);
  if (!parsed.success) return null;
  const action = parsed.data;
  const label = action.label ?? '';
  switch (action.type) {
    case 'uri':
      return { kind: 'url', label, detail: action.uri ?? action.linkUri ?? null };
    case 'message':
      return { kind: 'say', label, detail: action.text ?? null };
    case 'postback':
      return { kind: 'postback', label, detail: action.displayText ?? action.text ?? action.data ?? null };
    case 'datetimepicker':
      return { kind: 'date', label, detail: action.data ?? null };
    case 'clipboard':
      return { kind: 'copy', label, detail: action.clipboardText ?? null };
    case 'camera':
    case 'cameraRoll':
    case 'location':
      return { kind: action.type, label, detail: null };
    default:
      return { kind: 'other', label: label === '' ? action.type : label, detail: null };
  }
}

const quickRepliesSchema = z.looseObject({
  quickReply: z.looseObject({ items: z.array(z.looseObject({ action: z.unknown().optional() })) }),
});

/** The buttons above the customer's keyboard that came with a message. */
export function shownQuickReplies(raw: unknown): ShownAction[] {
  const found = quickRepliesSchema.safeParse(raw);
  return found.success ? found.data.quickReply.items.flatMap(({ action }) => shownAction(action) ?? []) : [];
}
