import type { HubSpotRelayEvent } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { SecretStore } from '../core/secret-store';
import type { RelayPort, RelayState } from '../relay/relay-port';
import type { Storage } from '../storage/storage';
import type { Team } from '../team';

/** What events mean for ID links. Each is called inside the intake's transaction and must not wait for anything. */
export interface IntakeLinks {
  /** True when something is to be done after the commit. */
  friendMet(friendId: number, reason: 'follow' | 'message', at: number): boolean;
  takeAccountLink(event: { botUserId: string; userId: string | null; result: string; nonce: string }): void;
  takeLinkOpened(requestId: string): void;
}

export interface IntakeDeps {
  storage: Storage;
  relay: RelayPort | null;
  workspaceId: string;
  secrets: SecretStore;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  events: EventBus;
  /** Applies one HubSpot webhook body inside the intake's transaction; absent = ignored. Must not wait for anything. */
  onHubSpotEvent?: (event: HubSpotRelayEvent) => void;
  /** Part of the log is gone before this console read it: what it told of is to be found in another way. */
  onLogLost?: () => void;
  /** What the consoles of the workspace share; absent = skipped. */
  team?: Pick<Team, 'take' | 'afterTake' | 'noteLogLost'>;
  links: IntakeLinks;
  /** What `links` took is committed. */
  onLinksTaken(): void;
  /** New files to fetch, people without a profile: called after the commit, often. */
  onMediaWaiting(): void;
  onPeopleWaiting(): void;
  /** Somebody was met in a group whose name is to be read. Called after the commit, often. */
  onMembersWaiting?: () => void;
  /** An account came into a group or left it, or its members changed: called after the commit, often. */
  onGroupsChanged?: () => void;
  /** Names of stored files that no message shows any more (unsent). Called after the commit. */
  onFilesUnused(fileNames: readonly string[]): void;
  /** The relay's state changed, e.g. to read the dashboard again and to share what was sent. */
  onRelayState(state: RelayState): void;
}

/** Takes the workspace's log from the relay and applies it, each event once, whatever order it comes in. */
export interface Intake {
  start(): void;
  stop(): Promise<void>;
  /** Applies what waits for this account (it was not connected, or its secret was wrong). Calls at the same time share one run. */
  replayParked(botUserId: string): Promise<void>;
  /** `offline` while there is no relay. */
  relayState(): RelayState;
  lastEventAt(): number | null;
}
