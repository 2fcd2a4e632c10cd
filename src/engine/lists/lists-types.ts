import type { ContactDetail } from '../../shared/model/contact';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { CallContext, HubSpotPort } from '../hubspot';
import type { Storage } from '../storage/storage';
import type { RunStep } from '../sync';

/** The scope without which lists cannot be read (HubSpot facts, section 19). */
export const listScope = 'crm.lists.read';

export interface ListsDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  isConnected: () => boolean;
  /** True when the connection was granted the scope. */
  hasScope: (scope: string) => boolean;
}

/** Who reads members, and who wants to know how far it is. */
export interface PullContext {
  call: CallContext;
  signal: AbortSignal;
  /** Told after each page how many members of this list were read in this reading. */
  onPage: (done: number, total: number | null) => void;
}

/** HubSpot lists of contacts, with the members of the chosen ones. */
export interface Lists {
  service: ServiceOf<'lists'>;
  /** The step of a run: names and what is new of the chosen lists. Does nothing where lists may not be read, or none is chosen and the run is not full. */
  syncLists: RunStep;
  /** Synced lists that hold the contact. */
  listsOf(contactId: string): ContactDetail['lists'];
  /** Goes on with what a stop cut off. */
  start(): void;
  /** Tries at once what waits. */
  wake(): void;
  /** Ends what is under way outside of runs; resolves when it has ended. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}
