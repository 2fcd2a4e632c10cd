import { messageTokensOf } from '../identifiers';
import type { LineState } from '../state';
import type { SeedMessage } from './seed-line';

const EDITED_AFTER_MS = 50_000;
const UNSENT_AFTER_MS = 40_000;

/** Stores messages of the past, oldest first: quotes get the ids that their messages were given, edits and unsends happen shortly after. */
export function addSeedMessages(state: LineState, messages: readonly SeedMessage[]): void {
  const ids = new Map<SeedMessage, string>();
  for (const message of messages) {
    const { quotes, editedTo, isUnsent, ...fields } = message;
    const quotedId = quotes === undefined ? undefined : ids.get(quotes);
    const { id } = state.chatLog.add({ ...fields, body: { ...fields.body, ...quoteFields(state, message, quotedId) } });
    ids.set(message, id);
    if (editedTo !== undefined) state.chatLog.edit(id, { text: editedTo }, fields.at + EDITED_AFTER_MS);
    if (isUnsent === true) state.chatLog.unsend(id, fields.at + UNSENT_AFTER_MS);
  }
}

/** A customer's quote names the message, the account's has its token (facts/line-api sections 4.6 and 6.2). */
function quoteFields(
  state: LineState,
  { direction }: SeedMessage,
  quotedId: string | undefined,
): Record<string, unknown> {
  if (quotedId === undefined) return {};
  return direction === 'in'
    ? { quotedMessageId: quotedId }
    : { quoteToken: messageTokensOf(state.seed, quotedId).quoteToken };
}
