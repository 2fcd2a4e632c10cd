import type { AgentId } from '../../shared/model/ids';
import type { ConsoleRelayEvent, WorkspaceChange } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { RelayPort, RelayState } from '../relay/relay-port';
import type { Storage } from '../storage/storage';

/** One kind of {@link WorkspaceChange}. */
export type ChangeOf<Kind extends WorkspaceChange['kind']> = Extract<WorkspaceChange, { kind: Kind }>;

/** What applying changes did, to be told after the commit. */
export interface TeamEffects {
  conversations: Set<number>;
  /** Friends or groups whose names are to be read. */
  hasPeople: boolean;
  /** Something about ID links. */
  hasLinks: boolean;
  /** Agents, notes, tags or ready-made answers changed. */
  hasTeam: boolean;
  /** A planned message came, or what becomes of one. */
  hasPlans: boolean;
  /** A value was left out because an own change of its key waits. */
  hasSkipped: boolean;
}

/** Takes over the changes that belong to another capability. Each is called inside a transaction and must not wait. */
export interface ForeignChanges {
  /** Another console made or cut a link: it is so, and that console tells HubSpot. */
  takeLink(change: ChangeOf<'link'>, friendId: number): void;
  /** Another console gave a friend a tag or took it, and tells HubSpot. */
  takeTags(friendId: number): void;
  /** Another console planned a message, or says what became of it. */
  takePlan(change: ChangeOf<'plannedSend'>): void;
}

export interface TeamDeps {
  storage: Storage;
  /** null = a console by itself: nothing is told. */
  relay: RelayPort | null;
  workspaceId: string;
  clock: Clock;
  ids: Ids;
  /** 0..1, for jitter. */
  random: () => number;
  logger: Logger;
  events: EventBus;
  /** Under which the other consoles see this one. */
  agentName: () => string;
  /** Remembers the name that a person chose, so that `agentName` gives it. */
  saveAgentName?: (name: string) => void;
  /** Kinds that are left out are skipped. */
  foreign?: Partial<ForeignChanges>;
  /** What {@link ForeignChanges} took is committed. */
  onLinksTaken?: () => void;
  onPlansTaken?: () => void;
  onPeopleWaiting?: () => void;
  /** Tags of a linked friend wait to be written to HubSpot. */
  onWritesWaiting?: () => void;
}

/** What the consoles of a workspace share: people, assignments, notes, tags, ready-made answers, who looks at what. */
export interface Team {
  service: ServiceOf<'team'>;
  /** The same for the procedures of single conversations. */
  chat: Pick<ServiceOf<'chat'>, 'assign' | 'notes' | 'addNote' | 'editNote' | 'removeNote' | 'setStatus'>;
  /** Who works at this console. The id is made once for each installation. */
  me(): { agentId: AgentId; name: string };
  /**
   * Applies a change here and tells the others, now or when the relay can be reached. One transaction; inside another it joins
   * that one. Links and planned messages are applied by who makes them.
   */
  make(change: WorkspaceChange): void;
  /** Applies an entry of the log inside the intake's transaction. What belongs to an account that is not connected waits for it. */
  take(entry: ConsoleRelayEvent, effects: TeamEffects): void;
  /** After the commit of what `take` took; links, people and conversations are told by the intake. */
  afterTake(effects: TeamEffects): void;
  /** Inside a transaction: the log could not be continued, so the newest of each key is to be read. */
  noteLogLost(reason: 'expired' | 'cursorAhead'): void;
  onRelayState(state: RelayState): void;
  /** The name under which others see this console may have changed. */
  tellName(): void;
  /** An Official Account was connected. */
  tellAccounts(): void;
  start(): void;
  /** Network is back: what waits is told at once. */
  wake(): void;
  stop(): Promise<void>;
}

/** Nothing happened yet. */
export function noTeamEffects(): TeamEffects {
  return {
    conversations: new Set(),
    hasPeople: false,
    hasLinks: false,
    hasTeam: false,
    hasPlans: false,
    hasSkipped: false,
  };
}
