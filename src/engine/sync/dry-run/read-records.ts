import { z } from 'zod';
import type { CallContext, CrmRecord } from '../../hubspot';
import { incrementalCheckpoint } from '../incremental-pull';
import { modifiedAtOf, searchModified } from '../modified-search';
import { requestedProperties, withTechnical } from '../requested-properties';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';

const checkpointSchema = z.object({ highWaterAt: z.number() });
const timeName = 'lastmodifieddate';

/** The records that a run of the kind would read, a page at a time; `total` is null while unknown. */
export async function* readRecords(
  deps: SyncDeps,
  stores: SyncStores,
  kind: 'full' | 'incremental',
  call: CallContext,
): AsyncGenerator<{ records: readonly CrmRecord[]; total: number | null }> {
  const properties = withTechnical(deps, requestedProperties(stores));
  if (kind === 'full') {
    const total = await deps.hubSpot.account.contactCount(call);
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof deps.hubSpot.crm.contactPage>> = await deps.hubSpot.crm.contactPage(
        after,
        properties,
        call,
      );
      yield { records: page.records, total };
      after = page.after;
    } while (after !== null);
    return;
  }
  const { highWaterAt } = stores.checkpoints.get(incrementalCheckpoint, checkpointSchema) ?? { highWaterAt: 0 };
  const search = searchModified(timeName, highWaterAt, async (request) => {
    call.signal?.throwIfAborted();
    return (await deps.hubSpot.crm.searchContacts({ ...request, properties }, call)).records;
  });
  for await (const { records } of search) {
    const isNews = (record: CrmRecord) =>
      stores.contacts.known(record.id)?.modifiedAt !== modifiedAtOf(record, timeName);
    yield { records: records.filter(isNews), total: null };
  }
}
