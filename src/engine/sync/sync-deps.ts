import type { SyncRun, SyncRunError } from '../../shared/model/sync';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { CallContext, HubSpotPort } from '../hubspot';
import type { Storage } from '../storage/storage';
import type { LineAccountName } from './line-properties';

/** What a step of a run gets that another capability does. It ends early by throwing the signal's reason. */
export interface RunStepContext {
  run: SyncRun;
  /** Lane, signal and counting of calls: to be passed to every call of the HubSpot port. */
  call: CallContext;
  signal: AbortSignal;
  onProgress: (done: number, total: number | null) => void;
  /** Notes a record that was refused; the run ends as completed with problems. */
  fail: (error: Omit<SyncRunError, 'id' | 'runId' | 'at'>) => void;
}
export type RunStep = (context: RunStepContext) => Promise<void>;

/** What the contact sync needs from its surroundings. */
export interface SyncDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  events: EventBus;
  /** The connected Official Accounts; without an interval of their own they follow `syncIntervalMinutes` (0 = by hand). */
  officialAccounts: () => readonly (LineAccountName & { botUserId: string; syncIntervalMinutes?: number | null })[];
  isConnected: () => boolean;
  syncIntervalMinutes: () => number;
  /** People were erased because HubSpot was told to forget them: copies of the database still hold them. */
  onPeopleErased?: () => void;
  /** Finds a link again from the LINE User ID that HubSpot holds; inside the caller's transaction. True = a link was made. */
  restoreLink: (found: {
    contactHubspotId: string;
    botUserId: string;
    userId: string;
    isFormerNumber?: boolean;
  }) => boolean;
  /** Numbers that connected accounts had before: HubSpot may still hold LINE User IDs under them. */
  formerNumbers: () => readonly { botUserId: string; sequenceNumber: number }[];
  /** Reads friends' profiles again. */
  refreshFriends: RunStep;
  /** Makes contacts for friends whose making was refused. */
  makeContacts: RunStep;
  /** Names, sizes and members of the synced lists. */
  syncLists: RunStep;
  /** Groups as companies. */
  syncGroups: RunStep;
}
