import { createCheckpointRepository } from '../storage/checkpoint-repository';
import { createCompanyRepository } from '../storage/company-repository';
import { createContactFieldRepository } from '../storage/contact-field-repository';
import { createContactRepository } from '../storage/contact-repository';
import { createFieldChangeRepository } from '../storage/field-change-repository';
import { createLinePropertyRepository } from '../storage/line-property-repository';
import { createLinkAsideRepository } from '../storage/link-aside-repository';
import { createListMemberRepository } from '../storage/list-member-repository';
import { createMetaRepository } from '../storage/meta-repository';
import { createPrivacyRepository } from '../storage/privacy-repository';
import { createPropertyRepository } from '../storage/property-repository';
import type { Storage } from '../storage/storage';
import { createSyncExclusionRepository } from '../storage/sync-exclusion-repository';
import { createSyncItemRepository } from '../storage/sync-item-repository';
import { createSyncProblemRepository } from '../storage/sync-problem-repository';
import { createSyncRunRepository } from '../storage/sync-run-repository';
import { createTagRepository } from '../storage/tag-repository';

/** The tables that the sync reads and writes. */
export function createSyncStores(storage: Storage) {
  return {
    checkpoints: createCheckpointRepository(storage),
    companies: createCompanyRepository(storage),
    contacts: createContactRepository(storage),
    fields: createContactFieldRepository(storage),
    changes: createFieldChangeRepository(storage),
    problems: createSyncProblemRepository(storage),
    exclusions: createSyncExclusionRepository(storage),
    listMembers: createListMemberRepository(storage),
    lineProperties: createLinePropertyRepository(storage),
    aside: createLinkAsideRepository(storage),
    privacy: createPrivacyRepository(storage),
    meta: createMetaRepository(storage),
    properties: createPropertyRepository(storage),
    items: createSyncItemRepository(storage),
    runs: createSyncRunRepository(storage),
    tags: createTagRepository(storage),
  };
}
export type SyncStores = ReturnType<typeof createSyncStores>;
