import type { HubSpotPort } from '../hubspot';
import { type CallContext, HubSpotError } from '../hubspot';

/** One company to be written. */
export interface CompanyWrite {
  /** Record id, or the group key where the company is made or found by it. */
  id: string;
  properties: Readonly<Record<string, string>>;
  /** The record that took it; its id may be another one after a merge. */
  onAccepted: (companyId: string) => void;
  onRefused: (error: HubSpotError) => void;
}

type Outcome = Awaited<ReturnType<HubSpotPort['companies']['update']>>;

interface Sending {
  /** One call for up to 100 rows. */
  call: (batch: readonly CompanyWrite[], context: CallContext) => Promise<Outcome>;
  /** Which of the answered records stands for the row; undefined = none says so. */
  recordOf: (write: CompanyWrite, records: Outcome['records']) => Outcome['records'][number] | undefined;
}

const mostRows = 100;

/**
 * Sends rows 100 a call; each gets exactly one outcome. A batch that is refused as a whole is halved until only the row
 * that is to blame is left; a row that the answer does not speak of is sent alone.
 * @throws what is not about the rows: limits, scopes, the network
 */
export async function sendRows(sending: Sending, writes: readonly CompanyWrite[], context: CallContext): Promise<void> {
  for (let i = 0; i < writes.length; i += mostRows) await sendBatch(sending, writes.slice(i, i + mostRows), context);
}

async function sendBatch(sending: Sending, batch: readonly CompanyWrite[], context: CallContext): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  context.signal?.throwIfAborted();
  let outcome: Outcome;
  try {
    outcome = await sending.call(batch, context);
  } catch (error) {
    if (!(error instanceof HubSpotError) || !isAboutRows(error)) throw error;
    if (batch.length === 1) {
      first.onRefused(error);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await sendBatch(sending, batch.slice(0, middle), context);
    await sendBatch(sending, batch.slice(middle), context);
    return;
  }
  for (const write of batch) {
    const record = sending.recordOf(write, outcome.records) ?? (batch.length === 1 ? outcome.records[0] : undefined);
    const refused =
      outcome.refused.find((row) => row.ids.includes(write.id)) ??
      (batch.length === 1 ? outcome.refused[0] : undefined);
    if (record !== undefined) write.onAccepted(record.id);
    else if (refused !== undefined) write.onRefused(refused.error);
    else if (batch.length > 1) await sendBatch(sending, [write], context);
    else write.onRefused(missing());
  }
}

/** A company that HubSpot does not know (any more). */
function missing(): HubSpotError {
  const answer = { status: 404, category: null, correlationId: null, refused: [] };
  return new HubSpotError('HUBSPOT_RECORD_MISSING', {}, answer);
}

/** The batch was refused for what is in it, not for who asks or for the state of HubSpot. */
function isAboutRows(error: HubSpotError): boolean {
  return error.status === 400 || error.status === 404 || error.status === 409 || error.status === 413;
}
