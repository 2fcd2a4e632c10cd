import { createCheckpointRepository } from '../storage/checkpoint-repository';
import { createCompanyRepository } from '../storage/company-repository';
import { createContactRepository } from '../storage/contact-repository';
import { createLinePropertyRepository } from '../storage/line-property-repository';
import { createMetaRepository } from '../storage/meta-repository';
import { createPropertyRepository } from '../storage/property-repository';
import type { Storage } from '../storage/storage';
import { createSyncItemRepository } from '../storage/sync-item-repository';
import { createSyncRunRepository } from '../storage/sync-run-repository';

/** The tables that the sync reads and writes. */
export function createSyncStores(storage: Storage) {
  return {
    checkpoints: createCheckpointRepository(storage),
    companies: createCompanyRepository(storage),
    contacts: createContactRepository(storage),
    lineProperties: createLinePropertyRepository(storage),
    meta: createMetaRepository(storage),
    properties: createPropertyRepository(storage),
    items: createSyncItemRepository(storage),
    runs: createSyncRunRepository(storage),
  };
}
export type SyncStores = ReturnType<typeof createSyncStores>;
