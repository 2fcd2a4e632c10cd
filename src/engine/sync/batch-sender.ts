import type { CallContext, CrmRecord } from '../hubspot';
import { HubSpotError } from '../hubspot';
import type { SyncDeps } from './sync-deps';

/** What one contact shall be set to. */
export interface ContactUpdate {
  id: string;
  /** An empty string clears a value. */
  properties: Readonly<Record<string, string>>;
}

interface Handling<Update extends ContactUpdate> {
  /** Each update comes here or to `onRefused`, once. A record under another id = the contact was merged into that one. */
  onAccepted: (accepted: readonly { update: Update; record: CrmRecord }[]) => void;
  onRefused: (update: Update, error: HubSpotError) => void;
}

/** As many as HubSpot takes in one call (HubSpot facts, section 3.5). */
export const updateBatchSize = 100;

/**
 * Sends updates of contacts, at most a hundred a call and each contact once. A batch that is refused as a whole is halved
 * until only the refused record is left, so that one bad record never blocks its neighbours. Repeating it changes
 * nothing: values are set, not added to. What is not about the records (limits, network, rights) is thrown.
 */
export function createBatchSender<Update extends ContactUpdate>(
  deps: Pick<SyncDeps, 'hubSpot'>,
  context: CallContext,
  { onAccepted, onRefused }: Handling<Update>,
) {
  const send = async (batch: readonly Update[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    let outcome: Awaited<ReturnType<typeof deps.hubSpot.crm.updateContacts>>;
    try {
      const inputs = batch.map(({ id, properties }) => ({ id, properties }));
      outcome = await deps.hubSpot.crm.updateContacts(inputs, context);
    } catch (error) {
      if (!(error instanceof HubSpotError) || !isAboutRecords(error)) throw error;
      if (batch.length === 1) {
        onRefused(first, error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await send(batch.slice(0, middle));
      await send(batch.slice(middle));
      return;
    }
    const byId = new Map(outcome.records.map((record) => [record.id, record]));
    const accepted = batch.flatMap((update) => {
      const record = byId.get(update.id);
      return record === undefined ? [] : { update, record };
    });
    if (accepted.length > 0) onAccepted(accepted);
    const open = batch.filter((update) => !byId.has(update.id));
    if (open.length === 0) return;
    if (batch.length === 1) {
      // Alone, so an answer under another id is this contact, merged into that one (HubSpot facts, section 5.6).
      const merged = outcome.records[0];
      if (merged !== undefined) onAccepted([{ update: first, record: merged }]);
      else onRefused(first, outcome.refused[0]?.error ?? missing());
      return;
    }
    for (const update of open) {
      const named = outcome.refused.find((row) => row.ids.includes(update.id));
      if (named === undefined) await send([update]);
      else onRefused(update, named.error);
    }
  };
  return send;
}

/** The value of the update that HubSpot names as wrong; null = the record as a whole. */
export function refusedProperty(update: ContactUpdate, error: HubSpotError): string | null {
  const named = [...error.refused.map((value) => value.property), error.params.property];
  const found = named.find((property) => typeof property === 'string' && property in update.properties);
  if (typeof found === 'string') return found;
  // Only an address in use by another contact is refused like that (HubSpot facts, section 5.5).
  const isConflict = error.status === 409 || error.category === 'CONFLICT';
  return isConflict && 'email' in update.properties ? 'email' : null;
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
