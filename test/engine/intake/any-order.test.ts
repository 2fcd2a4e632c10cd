import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageView } from '../../../src/engine/chat';
import { createIds } from '../../../src/engine/core/ids';
import { type ApplyParts, applyLineEvent } from '../../../src/engine/intake/apply-line-event';
import { noEffects } from '../../../src/engine/intake/effects';
import { lineWebhookEventSchema } from '../../../src/engine/line';
import { createConversationRepository } from '../../../src/engine/storage/conversation-repository';
import { createFriendRepository } from '../../../src/engine/storage/friend-repository';
import { createGroupMemberRepository } from '../../../src/engine/storage/group-member-repository';
import { createGroupRepository } from '../../../src/engine/storage/group-repository';
import { createMediaRepository } from '../../../src/engine/storage/media-repository';
import { createMessageRepository } from '../../../src/engine/storage/message-repository';
import { migrate } from '../../../src/engine/storage/migrate';
import { createOutboxRepository } from '../../../src/engine/storage/outbox-repository';
import { createReadMarkRepository } from '../../../src/engine/storage/read-mark-repository';
import type { ChatMessage } from '../../../src/shared/model/chat';

const group = { type: 'group', groupId: `C${'0'.repeat(32)}` };
const writers = ['U1', 'U2'];
const kinds = ['text', 'sticker', 'image', 'quote'] as const;

interface Written {
  kind: (typeof kinds)[number];
  writer: number;
  edits: number;
  isUnsent: boolean;
  leaves: boolean;
}

type Event = Record<string, unknown> & { webhookEventId: string };

/** The events of a group's talk in the order in which things happened; times rise with it. */
function eventsOf(talk: readonly Written[]): Event[] {
  const events: Event[] = [];
  let at = 1_000;
  const tell = (type: string, source: object, body: object) => {
    at += 10;
    const place = { timestamp: at, mode: 'active', deliveryContext: { isRedelivery: false } };
    events.push({ type, webhookEventId: `event-${events.length}`, source, ...place, ...body });
  };
  for (const [place, { kind, writer, edits, isUnsent, leaves }] of talk.entries()) {
    const id = `message-${place}`;
    const userId = writers[writer] ?? '';
    const from = { ...group, userId };
    const common = { id, quoteToken: `quote-${place}-0`, markAsReadToken: `read-${place}` };
    const quotedMessageId = kind === 'quote' ? `message-${Math.max(0, place - 1)}` : undefined;
    const content =
      kind === 'sticker'
        ? { type: 'sticker', packageId: '1', stickerId: String(place) }
        : kind === 'image'
          ? { type: 'image', contentProvider: { type: 'line' } }
          : { type: 'text', text: `text ${place} (love)`, ...(quotedMessageId ? { quotedMessageId } : {}) };
    tell('message', from, { message: { ...common, ...content } });
    for (let turn = 1; turn <= edits && content.type === 'text'; turn += 1) {
      const message = { id, type: 'text', text: `edit ${place}.${turn}`, quoteToken: `quote-${place}-${turn}` };
      tell('messageEdited', from, { message });
    }
    if (isUnsent) tell('unsend', from, { unsend: { messageId: id } });
    if (leaves) tell('memberLeft', group, { left: { members: [{ type: 'user', userId }] } });
  }
  return events;
}

let made: Buffer | null = null;
/** An empty database with the whole schema: making one takes longer than all that follows. */
function empty(): Buffer {
  if (made === null) {
    const storage = new Database(':memory:');
    migrate(storage, () => undefined);
    made = storage.serialize();
    storage.close();
  }
  return made;
}

/** What all of a thread, its members and its read mark come to after these events. */
function resultOf(events: readonly Event[]): unknown {
  const storage = new Database(empty());
  try {
    const clock = { now: () => 1_000_000, after: () => () => undefined };
    const parts: ApplyParts = {
      clock,
      ids: createIds(clock.now),
      friends: createFriendRepository(storage),
      groups: createGroupRepository(storage),
      members: createGroupMemberRepository(storage),
      readMarks: createReadMarkRepository(storage),
      conversations: createConversationRepository(storage),
      messages: createMessageRepository(storage),
      media: createMediaRepository(storage),
      outbox: createOutboxRepository(storage),
      links: { friendMet: () => false, takeAccountLink: () => undefined, takeLinkOpened: () => undefined },
    };
    const had = new Set<string>();
    for (const event of events) {
      if (had.has(event.webhookEventId)) continue;
      had.add(event.webhookEventId);
      applyLineEvent(parts, { botUserId: 'B', receivedAt: 1 }, lineWebhookEventSchema.parse(event), noEffects());
    }
    const view = createMessageView({ storage, mediaUrl: (name) => name });
    const rows = createMessageRepository(storage).olderThan(1, Number.MAX_SAFE_INTEGER, 0, 1_000);
    const lineIds = new Map(rows.map((row) => [row.id, row.lineMessageId]));
    return {
      thread: rows.map((row) => told(view(row), lineIds)),
      tokens: rows.map((row) => row.quoteToken),
      members: storage.prepare('SELECT user_id, is_member, membership_at FROM group_member ORDER BY user_id').all(),
      mark: storage.prepare('SELECT mark_read_token, mark_read_at, last_message_at FROM conversation').all(),
      found: createMessageRepository(storage)
        .search('love', 100)
        .map((row) => row.lineMessageId)
        .sort(),
    };
  } finally {
    storage.close();
  }
}

/** The message with LINE's ids in place of our own, which differ from console to console. */
function told({ id, quote, ...message }: ChatMessage, lineIds: ReadonlyMap<string, string | null>) {
  const quoted = quote?.messageId == null ? null : lineIds.get(quote.messageId);
  return { ...message, lineId: lineIds.get(id), quote: quote === null ? null : { ...quote, messageId: quoted } };
}

const talks = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    writer: fc.integer({ min: 0, max: 1 }),
    edits: fc.integer({ min: 0, max: 2 }),
    isUnsent: fc.boolean(),
    leaves: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

test('whatever order events come in, and however often, the thread is the same', () => {
  fc.assert(
    fc.property(talks, fc.infiniteStream(fc.nat()), fc.array(fc.nat(), { maxLength: 5 }), (talk, dice, again) => {
      const inOrder = eventsOf(talk);
      const repeated = [...inOrder, ...again.flatMap((pick) => inOrder[pick % inOrder.length] ?? [])];
      const keyed = repeated.map((event) => ({ event, key: dice.next().value ?? 0 }));
      const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ event }) => event);
      expect(resultOf(shuffled)).toEqual(resultOf(inOrder));
    }),
    { numRuns: 60 },
  );
});
