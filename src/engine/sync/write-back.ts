import { toProblem } from '../../shared/errors/lumo-error';
import type { LinkToWrite } from '../storage/line-property-repository';
import { inTransaction } from '../storage/storage';
import { updateBatchSize as batchSize, type ContactUpdate, createBatchSender, refusedProperty } from './batch-sender';
import { breathe } from './breathe';
import { contactType } from './contact-properties';
import { clearedLineProperties, linePropertyName, linePropertyValues, tagOption } from './line-properties';
import { refreshDefinitions } from './property-definitions';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** What one contact shall be set to, and what to note once HubSpot took it. */
interface Update extends ContactUpdate {
  name: string;
  onAccepted: (currentId: string) => void;
  onGone: () => void;
}

/** Which of the product's properties HubSpot can take at the moment. */
interface Usable {
  isUsable: (name: string) => boolean;
  /** Made by an earlier version: tags are written as text. */
  isText: (name: string) => boolean;
}

/** The next contacts to be looked at, in ascending order of id after the given one. */
export type ContactWindow = (contactId: string, limit: number) => string[];

/**
 * Brings the LINE properties of linked contacts in HubSpot up to date: what was unlinked is cleared, what differs from
 * what HubSpot accepted last is set, 100 contacts a call. A record that HubSpot refuses is noted and its neighbours
 * are sent without it. Repeating it changes nothing: the values are set, not added to. `unusable` names properties that
 * HubSpot holds with another type. `contactsAfter` = whose links are looked at, all by default. Options for tags that came up during the run are added first.
 */
export async function writeLineProperties(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  unusable: ReadonlySet<string>,
  contactsAfter: ContactWindow = stores.lineProperties.contactsAfter,
): Promise<void> {
  const { lineProperties } = stores;
  tracker.enter('lineProperties', lineProperties.countContacts());
  if (hasNewTags(deps, stores)) await refreshDefinitions(deps, stores, tracker.call);
  const types = new Map(stores.properties.list(contactType).map((property) => [property.name, property.type]));
  const usable: Usable = {
    isUsable: (name) => types.has(name) && !unusable.has(name),
    isText: (name) => types.get(name) === 'string',
  };
  const send = createSender(deps, tracker);
  let waiting: Update[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    await send(batch);
  };
  const add = async (update: Update) => {
    // A contact may be in one batch once only.
    if (waiting.some((other) => other.id === update.id)) await flush();
    waiting.push(update);
    if (waiting.length === batchSize) await flush();
  };

  let removalId = 0;
  for (let rows = lineProperties.removalsAfter(0, batchSize); rows.length > 0; ) {
    for (const row of rows) {
      removalId = row.id;
      const drop = () => lineProperties.dropRemoval(row.id);
      if (lineProperties.isTakenAgain(row.contactId, row.sequenceNumber)) drop();
      else {
        const cleared = Object.entries(clearedLineProperties(row.sequenceNumber));
        const properties = Object.fromEntries(cleared.filter(([name]) => usable.isUsable(name)));
        await add({ id: row.contactId, name: row.contactId, properties, onAccepted: drop, onGone: drop });
      }
    }
    await flush();
    rows = lineProperties.removalsAfter(removalId, batchSize);
  }

  let contactId = '';
  for (let ids = contactsAfter('', batchSize); ids.length > 0; ) {
    tracker.abort.signal.throwIfAborted();
    const excluded = stores.exclusions.among('contact', ids);
    for (const id of ids) {
      contactId = id;
      const update = excluded.has(id) ? null : planUpdate(deps, stores, lineProperties.linksOf(id), usable, tracker);
      if (update !== null) await add(update);
    }
    tracker.advance(ids.length);
    await breathe();
    ids = contactsAfter(contactId, batchSize);
  }
  await flush();
}

/** True when a tag is no option yet of some account's tags property. */
function hasNewTags(deps: SyncDeps, stores: SyncStores): boolean {
  const tags = stores.tags.list().map(tagOption);
  return (
    tags.length > 0 &&
    deps.officialAccounts().some(({ sequenceNumber }) => {
      const property = stores.properties.get(contactType, linePropertyName(sequenceNumber, 'tags'));
      const held = new Set(property?.options.map((option) => option.value));
      return property?.type === 'enumeration' && tags.some((tag) => !held.has(tag));
    })
  );
}

/** One value that HubSpot is to get, and what it had accepted before. */
export interface LineChange {
  name: string;
  before: string | null;
  after: string | null;
  /** True for the first values of a link: they are no change. */
  isFirst: boolean;
}

/** The difference between what HubSpot has of a contact's friends and what it shall have. */
export function planLineProperties(
  links: readonly LinkToWrite[],
  { isUsable, isText }: Usable,
  accounts: ReadonlySet<string> | null,
): { wanted: { link: LinkToWrite; values: Record<string, string> }[]; changes: LineChange[] } {
  // Two friends of one Official Account on one contact share its properties: the newer link has them.
  const shown = links.filter((link, index) => links[index - 1]?.sequenceNumber !== link.sequenceNumber);
  const wanted = shown
    .filter((link) => accounts === null || accounts.has(link.botUserId))
    .map((link) => ({
      link,
      values: linePropertyValues(link, isText(linePropertyName(link.sequenceNumber, 'tags'))),
    }));
  const changes: LineChange[] = [];
  for (const { link, values } of wanted) {
    for (const [name, value] of Object.entries(values)) {
      if (!isUsable(name)) continue;
      const before = link.written === null ? null : (link.written[name] ?? '');
      if (before !== value) {
        changes.push({ name, before: before || null, after: value || null, isFirst: link.written === null });
      }
    }
  }
  return { wanted, changes };
}

function planUpdate(
  deps: SyncDeps,
  stores: SyncStores,
  links: readonly LinkToWrite[],
  usable: Usable,
  tracker: SyncRunTracker,
): Update | null {
  const first = links[0];
  if (first === undefined) return null;
  const { wanted, changes } = planLineProperties(links, usable, tracker.accounts);
  if (changes.length === 0) {
    // HubSpot has it all already, as of a contact that was made with its values
    for (const { link } of wanted) stores.lineProperties.markSame(link);
    return null;
  }
  return {
    id: first.contactId,
    name: first.contactName ?? first.contactId,
    properties: Object.fromEntries(changes.map((change) => [change.name, change.after ?? ''])),
    onAccepted: (currentId) => {
      const at = deps.clock.now();
      if (currentId !== first.contactId) stores.lineProperties.repoint(first.contactId, currentId);
      for (const { link, values } of wanted) {
        stores.lineProperties.markWritten({ friendId: link.friendId, contactId: currentId }, values, at);
      }
      for (const { name, before, after, isFirst } of changes) {
        if (isFirst) continue;
        stores.changes.note({
          contactId: currentId,
          propertyName: name,
          side: 'hubSpot',
          before,
          after,
          rule: null,
          outcome: 'keptLumo',
          isConflict: false,
          otherChangedAt: null,
          runId: tracker.run.id,
          at,
        });
      }
      tracker.pass(
        'contact',
        first.contactId,
        changes.map((change) => change.name),
      );
    },
    onGone: () => undefined,
  };
}

/** Sends updates and notes their outcomes in the run. */
function createSender(deps: SyncDeps, tracker: SyncRunTracker) {
  return createBatchSender<Update>(deps, tracker.call, {
    onAccepted(accepted) {
      inTransaction(deps.storage, () => {
        for (const { update, record } of accepted) update.onAccepted(record.id);
        tracker.counts.written += accepted.length;
        tracker.save();
      });
    },
    onRefused(update, error) {
      inTransaction(deps.storage, () => {
        if (error.status === 404) update.onGone();
        const property = refusedProperty(update, error);
        tracker.counts.processed++;
        tracker.counts.failed++;
        tracker.fail({
          recordKind: 'contact',
          recordId: update.id,
          recordName: update.name,
          problem: toProblem(error),
          property,
          valueSent: property === null ? null : (update.properties[property] ?? null),
          valueHeld: null,
          correlationId: error.correlationId,
          attempts: 1,
        });
        tracker.save();
      });
    },
  });
}
