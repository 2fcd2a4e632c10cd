import { LumoError } from '../../../shared/errors/lumo-error';
import type { QuickReply, TapAction } from '../../../shared/model/outgoing';

/** Longest address behind a tap (LINE facts, section 6.6). */
const longestAddress = 1_000;
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'line:', 'tel:']);

/** What a tap does, in LINE's form. @throws LumoError INPUT_INVALID for an address that LINE does not open */
export function wireAction(action: TapAction): Record<string, unknown> {
  const { label } = action;
  switch (action.kind) {
    case 'url':
      return { type: 'uri', label, uri: wireAddress(action.url) };
    case 'say':
      return { type: 'message', label, text: action.text };
    case 'postback': {
      const shown = action.text === null || action.text === '' ? {} : { displayText: action.text };
      return { type: 'postback', label, data: action.data, ...shown };
    }
  }
}

/** Buttons above the customer's keyboard. @throws LumoError INPUT_INVALID */
export function wireQuickReply(quickReplies: readonly QuickReply[]): Record<string, unknown> {
  const actionOf = (reply: QuickReply) => (isTap(reply) ? wireAction(reply) : { type: reply.kind, label: reply.label });
  return { items: quickReplies.map((reply) => ({ type: 'action', action: actionOf(reply) })) };
}

function isTap(reply: QuickReply): reply is TapAction {
  return reply.kind === 'url' || reply.kind === 'say' || reply.kind === 'postback';
}

/** LINE takes addresses percent-encoded only (section 1.4). */
function wireAddress(address: string): string {
  const found = URL.canParse(address) ? new URL(address) : null;
  if (found === null || !schemes.has(found.protocol)) throw new LumoError('INPUT_INVALID', { field: 'url' });
  if (found.href.length > longestAddress) throw new LumoError('INPUT_INVALID', { field: 'url', limit: longestAddress });
  return found.href;
}
