import { z } from 'zod';
import { type AppendRequest, MESSAGE_SENT_KIND, type NewMessageSent } from '../shared/relay-protocol';
import { callTrialRelay, type RelayAccess } from './relay-access';

const pageSchema = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      message: z.looseObject({ type: z.string() }),
      at: z.number().int(),
      sentBy: z.string().nullable(),
    }),
  ),
  /** What to ask for next; null at the end. */
  next: z.number().int().nullable(),
});

const PAGE = 500;

interface Account {
  readonly channelId: string;
  readonly botUserId: string;
}

/**
 * Appends what the OA wrote in the seeded past to the workspace's log, as the consoles of its staff would have done: LINE itself never
 * tells an OA's own messages. Idempotent by LINE's message ids.
 */
export async function postSentMessages(
  control: string,
  accounts: readonly Account[],
  relay: RelayAccess,
): Promise<void> {
  for (const { channelId, botUserId } of accounts) {
    for (let after: number | null = 0; after !== null; ) {
      const query = new URLSearchParams({ account: channelId, after: String(after), limit: String(PAGE) });
      const response = await fetch(`${control}/line/history/outgoing?${query}`);
      const page = pageSchema.parse(await response.json());
      if (page.messages.length > 0) {
        const events = page.messages.map((past) => {
          const body: NewMessageSent = {
            botUserId,
            userId: past.userId,
            lineMessageId: past.id,
            sentAt: past.at,
            messages: [past.message],
            via: past.sentBy === 'reply' ? 'reply' : 'push',
            agentName: null,
          };
          return { id: `past:${past.id}`, kind: MESSAGE_SENT_KIND, body };
        });
        await callTrialRelay(relay, 'POST', '/events', { events } satisfies AppendRequest);
      }
      after = page.next;
    }
  }
}
