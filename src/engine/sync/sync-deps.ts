import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { HubSpotPort } from '../hubspot';
import type { Storage } from '../storage/storage';
import type { LineAccountName } from './line-properties';

/** What the contact sync needs from its surroundings. */
export interface SyncDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  events: EventBus;
  /** The connected Official Accounts. */
  officialAccounts: () => readonly (LineAccountName & { botUserId: string })[];
  isConnected: () => boolean;
  syncIntervalMinutes: () => number;
  /** Finds a link again from the LINE User ID that HubSpot holds; inside the caller's transaction. True = a link was made. */
  restoreLink: (found: { contactHubspotId: string; botUserId: string; userId: string }) => boolean;
  /** Reads friends' profiles again; told how far it is. Resolves when done. */
  refreshFriends: (context: {
    signal: AbortSignal;
    onProgress: (done: number, total: number) => void;
  }) => Promise<void>;
}
