import { toProblem } from '../../shared/errors/lumo-error';
import { HubSpotError } from '../hubspot';
import type { LinkToWrite } from '../storage/line-property-repository';
import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { clearedLineProperties, linePropertyValues } from './line-properties';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** What one contact shall be set to, and what to note once HubSpot took it. */
interface Update {
  id: string;
  name: string;
  properties: Record<string, string>;
  onAccepted: (currentId: string) => void;
  onGone: () => void;
}

const batchSize = 100;

/**
 * Brings the LINE properties of linked contacts in HubSpot up to date: what was unlinked is cleared, what differs from
 * what HubSpot accepted last is set, 100 contacts a call. A record that HubSpot refuses is noted and its neighbours
 * are sent without it. Repeating it changes nothing: the values are set, not added to. `unusable` names properties that
 * HubSpot holds with another type.
 */
export async function writeLineProperties(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  unusable: ReadonlySet<string>,
): Promise<void> {
  const { lineProperties } = stores;
  tracker.enter('lineProperties', lineProperties.countContacts());
  const held = new Set(stores.properties.list('contacts').map((property) => property.name));
  const isUsable = (name: string) => held.has(name) && !unusable.has(name);
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
        const properties = Object.fromEntries(cleared.filter(([name]) => isUsable(name)));
        await add({ id: row.contactId, name: row.contactId, properties, onAccepted: drop, onGone: drop });
      }
    }
    await flush();
    rows = lineProperties.removalsAfter(removalId, batchSize);
  }

  let contactId = '';
  for (let ids = lineProperties.contactsAfter('', batchSize); ids.length > 0; ) {
    tracker.abort.signal.throwIfAborted();
    for (const id of ids) {
      contactId = id;
      const update = planUpdate(deps, stores, lineProperties.linksOf(id), isUsable);
      if (update !== null) await add(update);
    }
    tracker.advance(ids.length);
    await breathe();
    ids = lineProperties.contactsAfter(contactId, batchSize);
  }
  await flush();
}

/** The difference between what HubSpot has of a contact's friends and what it shall have; null = none. */
function planUpdate(
  deps: SyncDeps,
  stores: SyncStores,
  links: readonly LinkToWrite[],
  isUsable: (name: string) => boolean,
): Update | null {
  const first = links[0];
  if (first === undefined) return null;
  // Two friends of one Official Account on one contact share its properties: the newer link has them.
  const shown = links.filter((link, index) => links[index - 1]?.sequenceNumber !== link.sequenceNumber);
  const wanted = shown.map((link) => ({ link, values: linePropertyValues(link) }));
  const properties: Record<string, string> = {};
  for (const { link, values } of wanted) {
    for (const [name, value] of Object.entries(values)) {
      if (!isUsable(name)) continue;
      if ((link.written?.[name] ?? (link.written === null ? null : '')) !== value) properties[name] = value;
    }
  }
  if (Object.keys(properties).length === 0) return null;
  return {
    id: first.contactId,
    name: first.contactName ?? first.contactId,
    properties,
    onAccepted: (currentId) => {
      if (currentId !== first.contactId) stores.lineProperties.repoint(first.contactId, currentId);
      for (const { link, values } of wanted) {
        stores.lineProperties.markWritten({ friendId: link.friendId, contactId: currentId }, values, deps.clock.now());
      }
    },
    onGone: () => undefined,
  };
}

function createSender(deps: SyncDeps, tracker: SyncRunTracker) {
  const accept = (accepted: readonly { update: Update; currentId: string }[]) => {
    if (accepted.length === 0) return;
    inTransaction(deps.storage, () => {
      for (const { update, currentId } of accepted) update.onAccepted(currentId);
      tracker.counts.written += accepted.length;
      tracker.save();
    });
  };

  const refuse = (update: Update, error: HubSpotError) => {
    inTransaction(deps.storage, () => {
      if (error.status === 404) update.onGone();
      const refused = error.refused.find((value) => value.property !== null && value.property in update.properties);
      const property = refused?.property ?? null;
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
  };

  /** Sends a batch; one that is refused as a whole is halved until only the refused record is left. */
  const send = async (batch: readonly Update[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    let outcome: Awaited<ReturnType<typeof deps.hubSpot.crm.updateContacts>>;
    try {
      const inputs = batch.map(({ id, properties }) => ({ id, properties }));
      outcome = await deps.hubSpot.crm.updateContacts(inputs, tracker.call);
    } catch (error) {
      if (!(error instanceof HubSpotError) || !isAboutRecords(error)) throw error;
      if (batch.length === 1) {
        refuse(first, error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await send(batch.slice(0, middle));
      await send(batch.slice(middle));
      return;
    }
    const byId = new Set(outcome.records.map((record) => record.id));
    accept(batch.filter((update) => byId.has(update.id)).map((update) => ({ update, currentId: update.id })));
    const open = batch.filter((update) => !byId.has(update.id));
    if (open.length === 0) return;
    if (batch.length === 1) {
      // Alone, so an answer under another id is this contact, merged into that one (facts, section 5.6).
      const merged = outcome.records[0];
      if (merged !== undefined) accept([{ update: first, currentId: merged.id }]);
      else refuse(first, outcome.refused[0]?.error ?? missing());
      return;
    }
    for (const update of open) {
      const named = outcome.refused.find((row) => row.ids.includes(update.id));
      if (named === undefined) await send([update]);
      else refuse(update, named.error);
    }
  };
  return send;
}

function missing(): HubSpotError {
  return new HubSpotError(
    'HUBSPOT_RECORD_MISSING',
    {},
    { status: 404, category: null, correlationId: null, refused: [] },
  );
}

/** The batch was refused for what is in it, not for who asks or for the state of HubSpot. */
function isAboutRecords(error: HubSpotError): boolean {
  return error.status === 400 || error.status === 404 || error.status === 409 || error.status === 413;
}
