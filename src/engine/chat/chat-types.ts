import type { ChatMessage } from '../../shared/model/chat';
import type { ContactDetail } from '../../shared/model/contact';
import type { ContactId } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { LineChannel } from '../line/line-port';
import type { RelayPort, RelayState } from '../relay/relay-port';
import type { Storage } from '../storage/storage';
import type { OutgoingFiles } from './outgoing/outgoing-files';
import type { PlannedSendChange, PlanSharing } from './outgoing/planned-sends';
import type { PreparedMessage } from './sending';

export interface ChatDeps {
  storage: Storage;
  relay: RelayPort | null;
  clock: Clock;
  ids: Ids;
  /** 0..1, for jitter. */
  random: () => number;
  logger: Logger;
  events: EventBus;
  channel(botUserId: string): LineChannel | null;
  /** `<dataFolder>/media`; made if missing. */
  mediaFolder: string;
  mediaUrl(fileName: string): string;
  /** Lets the picture cache fetch a picture that a message shows, and gives the page's address of it. */
  offerPicture?: (url: string | null) => string | null;
  /** Base address of LINE's shop, where pictures of stickers and emoji are; null or absent = drawings stand in. */
  stickerShop?: string | null;
  /** Whether customers shall see that their messages were read. */
  hasReadReceipts(): boolean;
  /** null = the contact is not here (any more). */
  contactDetail(id: ContactId): Promise<ContactDetail | null>;
  /** Notes, status and who is to answer: the parts of the contract that the workspace's log decides. */
  team: Pick<ServiceOf<'chat'>, 'assign' | 'notes' | 'addNote' | 'editNote' | 'removeNote' | 'setStatus'>;
  /** Who works at this console: shown to the others beside what was sent here; null or absent = nobody in particular. */
  agent?: () => { id: string; name: string } | null;
  /** Where the connection to the relay stands; absent or null = there is no relay, and nothing waits for one. */
  relayState?: () => RelayState | null;
  /** How messages to be sent later are shared; absent or null = this console alone sends them. */
  plans?: PlanSharing | null;
  /** Seconds in which a sent message can be taken back; absent = none. */
  undoSeconds?: () => number;
  /** Files on their way to customers; `<dataFolder>/outgoing`, made if missing. */
  outgoingFolder: string;
  outgoingUrl?: (fileName: string) => string;
}

/** A file on this computer, and what a person would call it. */
export interface MessageFile {
  path: string;
  name: string;
  contentType: string;
}

/** Conversations, messages, the outbox and stored media. */
export interface Chat {
  service: ServiceOf<'chat'>;
  /** Resumes the outbox, media and what the other consoles were not told yet. */
  start(): void;
  /** Network is back: everything waiting tries at once. */
  wake(): void;
  /** Fetches waiting media. Cheap to call often. */
  kickMedia(): void;
  /** Reads names of members of groups who were just met. Cheap to call often. */
  kickMembers(): void;
  /** The stored file that a message shows, to be saved or opened by a person; null while it is not here. */
  fileOf(messageId: string): MessageFile | null;
  /** Deletes stored files that no message shows any more. */
  removeFiles(fileNames: readonly string[]): void;
  /** Tells the other consoles what was sent here, as far as the relay does not know it. Cheap to call often. */
  shareSent(): void;
  /** Queues a message in LINE's own form, as `send` does. @throws LumoError NOT_FOUND, LINE_NOT_CONNECTED, LINE_RECIPIENT_UNKNOWN */
  sendPrepared(message: PreparedMessage): ChatMessage;
  /** Files that a page adds to be sent. */
  outgoingFiles: Pick<OutgoingFiles, 'add' | 'addPreview'>;
  /** Applies what another console planned, in the caller's transaction. */
  takePlan(change: PlannedSendChange): void;
  /** What was taken is committed, or the relay's state changed: looks at what waits. */
  kickOutgoing(): void;
  /** Ends when no call to LINE is under way; the rest resumes at the next start. */
  stop(): Promise<void>;
  /** For the dashboard. */
  queues(): { outgoingQueued: number; outgoingFailed: number; mediaPending: number; eventsParked: number };
  counts(): { unreadConversations: number; waitingConversations: number };
}
