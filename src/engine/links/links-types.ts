import type { ContactRow } from '../../shared/model/contact';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { ServiceOf } from '../engine-types';
import type { Storage } from '../storage/storage';

export interface LinksDeps {
  storage: Storage;
  clock: Clock;
  events: EventBus;
  /** Contacts that hold every word of the text; best first where there is an order. */
  searchContacts(text: string, limit: number): readonly ContactRow[] | Promise<readonly ContactRow[]>;
  contactRow(hubspotId: string): ContactRow | null;
  /** LINE properties of some contact wait to be written to HubSpot. */
  onWritesWaiting?: () => void;
}

/** ID links between friends and contacts. */
export interface Links {
  service: ServiceOf<'links'>;
  /**
   * Finds a link again from the LINE User ID property that HubSpot holds. A user whom this Official Account has not met is not
   * made a friend by that: the link comes when LINE tells of the user. Does
   * nothing when the friend has a link already. To be called inside the sync's transaction; emits nothing.
   * Returns true when a link was made.
   */
  restoreLink(found: { contactHubspotId: string; botUserId: string; userId: string }): boolean;
}
