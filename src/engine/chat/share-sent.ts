import { MESSAGE_SENT_KIND, type NewMessageSent, withoutLinkSecrets } from '../../shared/relay-protocol';
import { RelayError } from '../relay/relay-error';
import type { OutboxRepository, UnsharedMessage } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import type { ChatDeps } from './chat-types';

const retryMs = 30_000;
const batchSize = 100;

export interface SentSharing {
  start(): void;
  kick(): void;
  stop(): Promise<void>;
}

/**
 * Tells the other consoles what LINE accepted from this one, through the workspace's log: all bubbles of a call in one
 * entry. What is still to be told is in the message rows, and the log takes each id once: nothing is lost by a crash and
 * nothing told twice.
 */
export function createSentSharing(
  deps: Pick<ChatDeps, 'storage' | 'relay' | 'clock' | 'logger' | 'agent'> & { outbox: OutboxRepository },
): SentSharing {
  const { clock, logger, outbox, relay, storage } = deps;
  let isStopped = true;
  let running: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;

  const body = (message: UnsharedMessage): NewMessageSent => {
    const bubbles = outbox.bubbles(message);
    const lineIds = bubbles.map(({ lineMessageId }) => lineMessageId);
    const me = deps.agent?.() ?? null;
    return {
      botUserId: message.botUserId,
      userId: message.sourceId,
      lineMessageId: lineIds[0] ?? null,
      sentAt: message.sentAt,
      // the log lies on the relay's disk, where no page of a customer may be opened from
      messages: bubbles.map(({ raw }) => JSON.parse(withoutLinkSecrets(raw))),
      via: message.via,
      agentName: message.senderName ?? me?.name ?? null,
      agentId: message.isOurs === 1 ? (me?.id ?? null) : null,
      bundleId: message.bundleId,
      lineMessageIds:
        lineIds.filter((id) => id !== null).length === bubbles.length ? lineIds.flatMap((id) => id ?? []) : [],
      quoteTokens: bubbles.map(({ quoteToken }) => quoteToken),
      quotedIds: bubbles.map(({ quotedLineId }) => quotedLineId),
    };
  };
  const shareAll = async () => {
    if (relay === null) return;
    for (;;) {
      const batch = outbox.unshared(batchSize);
      if (batch.length === 0 || isStopped) return;
      await relay.append(
        batch.map((message) => ({
          id: `${MESSAGE_SENT_KIND}:${message.id}`,
          kind: MESSAGE_SENT_KIND,
          body: body(message),
        })),
      );
      inTransaction(storage, () => {
        for (const message of batch) outbox.shared(message, clock.now());
      });
    }
  };
  const kick = () => {
    if (isStopped || running !== null) return;
    cancelTimer?.();
    cancelTimer = null;
    running = shareAll()
      .catch((error: unknown) => {
        if (!(error instanceof RelayError)) logger.error('sent messages could not be shared', { error });
        cancelTimer = clock.after(retryMs, kick);
      })
      .finally(() => {
        running = null;
        // what was accepted while the last batch travelled
        if (cancelTimer === null && !isStopped && relay !== null && outbox.unshared(1).length > 0) kick();
      });
  };
  return {
    start() {
      isStopped = false;
      kick();
    },
    kick,
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await running;
    },
  };
}
