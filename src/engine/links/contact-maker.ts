import { LumoError } from '../../shared/errors/lumo-error';
import type { CallContext } from '../hubspot';
import { HubSpotError } from '../hubspot';
import type { FriendRow } from '../storage/friend-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import type { FirstLineProperty, LinksDeps } from './links-types';

/** What a new contact is called; empty = not given. HubSpot needs a name or an e-mail address. */
export interface NewContact {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

/** A contact that stands for a friend now. */
export interface MadeContact {
  contactId: string;
  /** False when the key had its contact already: made by an earlier try, by another console, or before an unlink. */
  isNew: boolean;
  /** LINE properties that HubSpot took with it. */
  written: Readonly<Record<string, string>> | null;
}

/** HubSpot refused something of what we sent with a contact that the contact does not need. */
const isAboutValues = (error: unknown): error is HubSpotError =>
  error instanceof HubSpotError &&
  (error.code === 'HUBSPOT_PROPERTY_MISSING' || error.code === 'HUBSPOT_VALUE_REFUSED') &&
  error.refused.every(({ property }) => property === null || property.startsWith('lumo_line_'));

/**
 * Makes the contact of a friend in HubSpot, by upsert over a unique key: two consoles, two events or a try after a lost
 * answer find the same one. A contact that the key has already is taken as it is: what people changed in it stays.
 */
export function createContactMaker(deps: LinksDeps) {
  const { contactCreation } = deps.hubSpot;
  const accounts = createOfficialAccountRepository(deps.storage);
  let hasKeyProperty = false;

  const ensureKey = async (call: CallContext): Promise<void> => {
    if (hasKeyProperty) return;
    await contactCreation.ensureCreatedKey(call);
    hasKeyProperty = true;
  };
  /** Runs a call that names the key property; the property is made anew when HubSpot does not know it (any more). */
  const withKey = async <Answer>(call: CallContext, ask: () => Promise<Answer>): Promise<Answer> => {
    await ensureKey(call);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof HubSpotError) || error.status !== 400) throw error;
      hasKeyProperty = false;
      await ensureKey(call);
      return ask();
    }
  };
  const lineValues = (friend: FriendRow, sequenceNumber: number): Record<string, string> => {
    const values: Record<FirstLineProperty, string> = {
      user_id: friend.userId,
      display_name: friend.displayName ?? '',
      picture_url: friend.pictureUrl ?? '',
      friend_added_at: friend.followedAt === null ? '' : new Date(friend.followedAt).toISOString(),
      follow_status: friend.followStatus,
    };
    return Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== '')
        .map(([suffix, value]) => [deps.linePropertyName(sequenceNumber, suffix as FirstLineProperty), value]),
    );
  };

  /** The key under which this friend's contact is made. */
  const keyOf = (friend: FriendRow) => `${friend.botUserId}:${friend.userId}`;

  return {
    /** The contact that was made for this friend before, or null. */
    async made(friend: FriendRow, call: CallContext): Promise<MadeContact | null> {
      const found = await withKey(call, () => contactCreation.byCreatedKey(keyOf(friend), ['hs_object_id'], call));
      return found === null ? null : { contactId: found.id, isNew: false, written: null };
    },
    /** @throws LumoError LINE_NOT_CONNECTED; CONTACT_AMBIGUOUS (`contactId`) when another contact has the address; HubSpotError */
    async make(friend: FriendRow, contact: NewContact, call: CallContext): Promise<MadeContact> {
      const account = accounts.get(friend.botUserId);
      if (account === null) throw new LumoError('LINE_NOT_CONNECTED', {});
      const names = {
        firstname: contact.firstName,
        lastname: contact.lastName,
        email: contact.email,
        phone: contact.phone,
      };
      const given = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== ''));
      const line = lineValues(friend, account.sequenceNumber);
      const upsert = async (values: Readonly<Record<string, string>>): Promise<MadeContact> => {
        const ask = () => contactCreation.upsert(keyOf(friend), { ...given, ...values }, call);
        const { record, isNew } = await withKey(call, ask);
        return { contactId: record.id, isNew, written: values };
      };
      try {
        return await upsert(line);
      } catch (error) {
        if (!isAboutValues(error)) throw error;
        await deps.ensureLineProperties(account);
      }
      try {
        return await upsert(line);
      } catch (error) {
        if (!isAboutValues(error)) throw error;
        // one of the properties cannot be used: the sync says which, and the contact is made without them
        return { ...(await upsert({})), written: null };
      }
    },
  };
}
export type ContactMaker = ReturnType<typeof createContactMaker>;
