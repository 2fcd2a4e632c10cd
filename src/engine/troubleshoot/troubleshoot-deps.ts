import type { Dashboard } from '../../shared/contract/sync-contract';
import type { Problem } from '../../shared/errors/error-code';
import type { HubSpotAccount, HubSpotUsage, OfficialAccount, RelayHealthView } from '../../shared/model/account';
import type { HubSpotList } from '../../shared/model/crm';
import type { OfficialAccountId } from '../../shared/model/ids';
import type { SyncItem } from '../../shared/model/sync';
import type { RelayHealth } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { AccountApi } from '../hubspot';

/** What the checks look at. Each test asks a provider now; the rest is what is known here. */
export interface TroubleshootDeps {
  clock: Clock;
  logger: Logger;
  hubSpot: {
    account(): HubSpotAccount | null;
    test(): Promise<HubSpotAccount>;
    api: Pick<AccountApi, 'serverTime' | 'contactCount' | 'listCount'>;
    usage(): Promise<HubSpotUsage>;
  };
  line: { officialAccounts(): OfficialAccount[]; test(id: OfficialAccountId): Promise<OfficialAccount> };
  relay: { test(): Promise<RelayHealthView>; lastAnswer(): RelayHealth | null };
  sync: {
    state(): Pick<Dashboard, 'running' | 'lastRun' | 'lastFullRun' | 'nextRunAt'>;
    counts(): Dashboard['sync'];
    items(): Promise<SyncItem[]>;
    contacts(): number;
    /** Minutes between scheduled runs; 0 = never. */
    intervalMinutes(): number;
    /** True while the last integration was disconnected and there is none. */
    isHeld(): boolean;
  };
  lists(): readonly HubSpotList[];
  /** Free space where the database lies; null where it cannot be measured. */
  freeBytes(): Promise<number | null>;
  storageNotice: Problem | null;
}

/** The connection as it was found at the beginning of the checks. */
export interface Found {
  account: HubSpotAccount | null;
  /** True when HubSpot answers and accepts the connection: only then live checks say anything. */
  isReachable: boolean;
}
