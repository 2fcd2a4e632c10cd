import type { ChatMessage } from '../../../shared/model/chat';
import type { ServiceOf } from '../../engine-types';
import { createAgentRepository } from '../../storage/agent-repository';
import type { ConversationRepository } from '../../storage/conversation-repository';
import { createHoldRepository } from '../../storage/hold-repository';
import type { MessageRepository, MessageRow } from '../../storage/message-repository';
import type { OutboxRepository } from '../../storage/outbox-repository';
import { createOutgoingFileRepository } from '../../storage/outgoing-file-repository';
import type { ChatDeps } from '../chat-types';
import { createOutbox } from '../outbox';
import { createSending, type PreparedMessage } from '../sending';
import { createSentSharing } from '../share-sent';
import { createDrafts, type Drafts } from './drafts';
import { createFileUploads } from './file-uploads';
import { createHoldWatch } from './hold-watch';
import { createHolds } from './holds';
import { createOutgoingFiles, type OutgoingFiles } from './outgoing-files';
import { createPlannedSends, type PlannedSendChange } from './planned-sends';
import { createWaitingActs } from './waiting-acts';

/** Everything that is sent: the acts of a person, and the loops that send, put files on the relay and tell the other consoles. */
export interface Outgoing {
  service: Pick<
    ServiceOf<'chat'>,
    'send' | 'retry' | 'discard' | 'sendNow' | 'reschedule' | 'waiting' | 'outgoingFile' | 'removeFile'
  >;
  drafts: Drafts;
  files: OutgoingFiles;
  sendPrepared(message: PreparedMessage): ChatMessage;
  takePlan(change: PlannedSendChange): void;
  start(): void;
  /** Looks at the queue now. Cheap to call often. */
  kick(): void;
  wake(): void;
  shareSent(): void;
  stop(): Promise<void>;
}

/** Puts the parts together. */
export function createOutgoing(
  deps: ChatDeps & {
    conversations: ConversationRepository;
    messages: MessageRepository;
    outboxRows: OutboxRepository;
    view(row: MessageRow): ChatMessage;
    tell(conversationId: number): void;
  },
): Outgoing {
  const { conversations, logger, messages, outboxRows, tell } = deps;
  const outbox = outboxRows;
  const plans = deps.plans ?? null;
  const fileRows = createOutgoingFileRepository(deps.storage);
  const holdRows = createHoldRepository(deps.storage);
  const folder = deps.outgoingFolder;
  const files = createOutgoingFiles({ ...deps, folder, url: deps.outgoingUrl ?? deps.mediaUrl, files: fileRows });
  const drafts = createDrafts({ ...deps, files });
  const uploads = createFileUploads({ ...deps, folder, outbox, files: fileRows });
  const agents = createAgentRepository(deps.storage);
  const planned = createPlannedSends({ ...deps, sharing: plans, outbox, holdRows, messages, conversations, agents });
  const holds = createHolds({
    ...deps,
    rows: holdRows,
    outbox,
    // the others see for themselves what a customer wrote: one voice is enough
    onPlanHeld: (row) => {
      if (row.origin === 'thisConsole') planned.tell(row);
    },
  });
  const watch = createHoldWatch({ ...deps, rows: holdRows, outbox, holds, tell });
  const sharing = createSentSharing({ ...deps, outbox });
  const loop = createOutbox({
    ...deps,
    outbox,
    conversations,
    holdRows,
    holds,
    planned,
    sharing: plans,
    uploads,
    onAccepted: sharing.kick,
  });
  const sending = createSending({ ...deps, outbox: loop, planned, files, drafts });
  const acts = createWaitingActs({ ...deps, holdRows, planned, uploads, drafts, kick: loop.kick });
  let tidying: Promise<void> = Promise.resolve();

  return {
    service: {
      send: sending.send,
      ...acts,
      outgoingFile: async ({ id }) => files.get(id),
      removeFile: ({ id }) => files.remove(id),
    },
    drafts,
    files,
    sendPrepared: sending.sendPrepared,
    takePlan: planned.take,
    start() {
      tidying = files
        .sweep()
        .catch((error: unknown) => logger.warn('the folder of outgoing files could not be tidied', { error }));
      loop.start();
      watch.start();
      sharing.start();
    },
    kick: loop.kick,
    wake() {
      watch.look();
      loop.wake();
      sharing.kick();
    },
    shareSent: sharing.kick,
    async stop() {
      watch.stop();
      await Promise.all([loop.stop(), tidying]);
      await sharing.stop();
    },
  };
}
