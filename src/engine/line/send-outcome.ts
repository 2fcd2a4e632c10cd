import { z } from 'zod';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { failureOf, isQuotaMessage } from './line-failure';
import type { SendOutcome, SentMessage } from './line-port';

const sentSchema = z.object({
  sentMessages: z
    .array(z.object({ id: z.string(), quoteToken: z.string().nullable().default(null).catch(null) }))
    .default([]),
});

/** The ids that LINE gave to what it accepted; empty where it named none. */
export function sentMessagesIn(body: unknown): SentMessage[] {
  const found = sentSchema.safeParse(body);
  return found.success ? found.data.sentMessages : [];
}

/** What a failed send proves (section 1.4). A LumoError comes from the sign-in before the send: then nothing was sent. */
export function outcomeOfFailure(error: unknown): SendOutcome {
  const nothing = { status: null, requestId: null };
  if (error instanceof LumoError) {
    if (error.code === 'LINE_CHANNEL_REFUSED') return { kind: 'refused', problem: toProblem(error), ...nothing };
    const code =
      error.code === 'LINE_RATE_LIMITED' || error.code === 'LINE_SERVER_ERROR' ? error.code : 'LINE_UNREACHABLE';
    return { kind: code === 'LINE_UNREACHABLE' ? 'notSent' : 'later', problem: { code, params: {} }, ...nothing };
  }
  const failure = failureOf(error);
  if (failure.kind !== 'answered') {
    return { kind: failure.kind, problem: { code: 'LINE_UNREACHABLE', params: {} }, ...nothing };
  }
  const { status, message, requestId, body } = failure;
  const at = { status, requestId };
  const params = { status, detail: message.slice(0, 200) };
  if (status === 409) return { kind: 'accepted', isRepeat: true, sentMessages: sentMessagesIn(body), ...at };
  if (status === 400 && /invalid reply token/i.test(message)) return { kind: 'invalidReplyToken', ...at };
  if (status === 400 && /failed to send messages/i.test(message)) {
    return { kind: 'refused', problem: { code: 'LINE_RECIPIENT_UNKNOWN', params }, ...at };
  }
  if (status === 401) return { kind: 'refused', problem: { code: 'LINE_CHANNEL_REFUSED', params }, ...at };
  if (status === 429 && isQuotaMessage(message)) {
    return { kind: 'refused', problem: { code: 'LINE_QUOTA_USED', params }, ...at };
  }
  if (status === 429) return { kind: 'later', problem: { code: 'LINE_RATE_LIMITED', params }, ...at };
  if (status >= 500) return { kind: 'unknown', problem: { code: 'LINE_SERVER_ERROR', params }, ...at };
  return { kind: 'refused', problem: { code: 'LINE_REJECTED', params }, ...at };
}
