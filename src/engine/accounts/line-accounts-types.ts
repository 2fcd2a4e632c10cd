import type { IntegrationPatch } from '../../shared/contract/accounts-contract';
import type { LineCheck, LineCredentials } from '../../shared/contract/setup-contract';
import type { OfficialAccount } from '../../shared/model/account';
import type { OfficialAccountId } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { SecretStore } from '../core/secret-store';
import type { LineChannel, LinePort } from '../line/line-port';
import type { RelayPort } from '../relay/relay-port';
import type { Storage } from '../storage/storage';

export interface LineAccountsDeps {
  storage: Storage;
  line: LinePort;
  relay: RelayPort | null;
  secrets: SecretStore;
  suggestedChannelSecrets: ReadonlyMap<string, string>;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  /** The page's address of a picture of an account that is not stored yet. */
  offerPicture(url: string | null): string | null;
  /**
   * Makes the HubSpot properties of this account. Called at connect; a rejection ends the connecting (no HubSpot account
   * yet is not a rejection: the sync makes them later).
   */
  ensureLineProperties(account: { botUserId: string; displayName: string; sequenceNumber: number }): Promise<void>;
  /** Applies the events that came before the account was connected. */
  replayParked(botUserId: string): Promise<void>;
  /** Called once after an account was connected, to find its friends in the background. */
  onConnected(botUserId: string): void;
  /** Awaited before an account is connected: what a disconnect still has to erase goes first. */
  settled?: () => Promise<void>;
  /** Called after switches or the interval were changed. */
  onSwitched?: () => void;
}

/** An account that was taken away, with what its ending needs. */
export interface EndedAccount {
  botUserId: string;
  displayName: string;
  sequenceNumber: number;
}

/** The workspace's Official Accounts: connecting, health, webhook endpoint, quota. */
export interface LineAccounts {
  /** Signs in and reads the account, changing nothing. @throws LumoError LINE_CHANNEL_REFUSED, LINE_UNREACHABLE, SECRETS_UNAVAILABLE */
  checkLine(input: LineCredentials): Promise<LineCheck>;
  /** Connects, or connects again with a new secret. Repeatable: a second call finishes what a first one began. */
  connectLine(input: LineCredentials & { sequenceNumber: number }): Promise<OfficialAccount>;
  testLine(input: { id: OfficialAccountId }): Promise<OfficialAccount>;
  officialAccounts(): OfficialAccount[];
  /** Name, number and own interval (null = as in the settings) of each connected account, without counting its friends. */
  names(): (EndedAccount & { syncIntervalMinutes: number | null })[];
  /** How each account was found at the last look; cheap. */
  reached(): Pick<OfficialAccount, 'health' | 'checkedAt' | 'problem'>[];
  saveIntegration(input: { id: OfficialAccountId; patch: IntegrationPatch }): Promise<OfficialAccount>;
  /**
   * Ends the account on this computer: its secret goes, and the relay forgets it. LINE keeps its webhook address. Never
   * throws for the relay: an unreachable one goes on taking events that nobody reads.
   */
  forget(botUserId: string): Promise<void>;
  /** null = not connected, or its secret is not known in this session. */
  channel(botUserId: string): LineChannel | null;
  /** Tells LINE the relay's address where it changed, reads quotas; resolves at once, the work goes on behind. */
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}
