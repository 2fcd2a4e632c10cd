import type { ChatMessage } from '../../shared/model/chat';
import type { ContactDetail } from '../../shared/model/contact';
import type { ContactId } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { LineChannel } from '../line/line-port';
import type { RelayPort } from '../relay/relay-port';
import type { Storage } from '../storage/storage';
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
  /** Whether customers shall see that their messages were read. */
  hasReadReceipts(): boolean;
  /** null = the contact is not here (any more). */
  contactDetail(id: ContactId): Promise<ContactDetail | null>;
  /** Notes and who is to answer: the parts of the contract that the workspace's log decides. */
  team: Pick<ServiceOf<'chat'>, 'assign' | 'notes' | 'addNote' | 'editNote' | 'removeNote'>;
  /** Shown to the other consoles beside what was sent here; null = no name. */
  agentName?: () => string | null;
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
  /** Ends when no call to LINE is under way; the rest resumes at the next start. */
  stop(): Promise<void>;
  /** For the dashboard. */
  queues(): { outgoingQueued: number; outgoingFailed: number; mediaPending: number; eventsParked: number };
  counts(): { unreadConversations: number; waitingConversations: number };
}
