import type { ChatMessage } from '../../shared/model/chat';
import type { ContactRow, LinkOrigin } from '../../shared/model/contact';
import type { ConversationId } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { HubSpotPort } from '../hubspot';
import type { LineChannel, LineMessageObject } from '../line';
import type { RelayPort } from '../relay/relay-port';
import type { LinkToWrite } from '../storage/line-property-repository';
import type { Storage } from '../storage/storage';
import type { RunStep } from '../sync';

export interface LinksDeps {
  storage: Storage;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  events: EventBus;
  /** Contacts that hold every word of the text; best first where there is an order. */
  searchContacts(text: string, limit: number): readonly ContactRow[] | Promise<readonly ContactRow[]>;
  contactRow(hubspotId: string): ContactRow | null;
  hubSpot: Pick<HubSpotPort, 'contactCreation'>;
  isHubSpotConnected(): boolean;
  /** Makes the LINE properties of an Official Account that HubSpot lacks. */
  ensureLineProperties(account: { displayName: string; sequenceNumber: number }): Promise<void>;
  /** Name of a LINE property in HubSpot. */
  linePropertyName(sequenceNumber: number, suffix: FirstLineProperty | 'tags'): string;
  /** What HubSpot shall hold of a linked friend; absent = what another console writes is not known here. */
  lineValues?: (link: LinkToWrite) => Readonly<Record<string, string>>;
  /** Tells the other consoles of a link that was made or cut here. In the transaction that does so. */
  share?: (link: SharedLink) => void;
  /** null = not connected. */
  channel(botUserId: string): LineChannel | null;
  /** null = no relay: customers cannot be asked. */
  relay: RelayPort | null;
  /** Queues a message in LINE's own form in the friend's conversation. */
  sendPrepared(message: { conversationId: ConversationId; clientId: string; content: LineMessageObject }): ChatMessage;
  /** Takes back what LINE has not accepted. @throws LumoError MESSAGE_NOT_RETRYABLE */
  discardMessage(input: { messageId: ChatMessage['id'] }): Promise<unknown>;
  /** LINE properties of some contact wait to be written to HubSpot. */
  onWritesWaiting?: () => void;
  /** Contacts that are not here yet wait to be read from HubSpot (as changes). */
  onChangesWaiting?: () => void;
}

/** A link as consoles tell each other; `contactId` null = there is none any more. */
export interface SharedLink {
  botUserId: string;
  userId: string;
  contactId: string | null;
  origin: LinkOrigin | null;
}

/** LINE properties that a new contact gets at once; the others follow as for every linked contact. */
export type FirstLineProperty = 'user_id' | 'display_name' | 'picture_url' | 'friend_added_at' | 'follow_status';

/** A customer came back from LINE's account link dialog (LINE facts, section 10.1). */
export interface AccountLink {
  botUserId: string;
  /** null = LINE names nobody, as it does when it failed. */
  userId: string | null;
  result: string;
  nonce: string;
}

/** ID links between friends and contacts. */
export interface Links {
  service: ServiceOf<'links'>;
  /**
   * Finds a link again from the LINE User ID property that HubSpot holds. A user whom this Official Account has not met is not
   * made a friend by that: the link comes when LINE tells of the user. Does
   * nothing when the friend has a link already. To be called inside the sync's transaction; emits nothing.
   * Returns true when a link was made. A value under a former number of the account says nothing of what came after: it
   * makes no link that a person has cut.
   */
  restoreLink(found: {
    contactHubspotId: string;
    botUserId: string;
    userId: string;
    isFormerNumber?: boolean;
  }): boolean;
  /** Numbers that connected accounts had before and nobody has now. */
  formerNumbers(): readonly { botUserId: string; sequenceNumber: number }[];
  /**
   * A friend added the account or wrote: remembers to make a contact where the account's switch says so (then true). Inside
   * the intake's transaction.
   */
  friendMet(friendId: number, reason: 'follow' | 'message', at: number): boolean;
  /** Applies an account link event whose signature was checked. Inside the intake's transaction. */
  takeAccountLink(event: AccountLink): void;
  /** The relay tells that a customer opened the page. Inside the intake's transaction. */
  takeLinkOpened(requestId: string): void;
  /** Another console made or cut a link, and tells HubSpot. Inside a transaction; `kick` after it. */
  takeLink(link: SharedLink & { at: number }, friendId: number): void;
  /** Another console gave the friend a tag or took it, and tells HubSpot. Inside a transaction. */
  takeTags(friendId: number): void;
  /** After the intake's commit: tells the screens and starts what waits. Cheap to call often. */
  kick(): void;
  /** A step of a repair run: contacts whose making was refused are tried again. */
  retryCreations: RunStep;
  /** Friends without a contact whom nobody set aside or asked. */
  unlinkedCount(): number;
  start(): void;
  /** Network or HubSpot is back. */
  wake(): void;
  /** Ends what is under way with HubSpot. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}
