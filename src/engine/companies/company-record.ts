import { type CrmRecord, timeOf } from '../hubspot';
import type { CompanyRecord } from '../storage/company-repository';

/** What is kept of a company that HubSpot answered; `id` = the id that it is kept under. */
export function companyRecordOf(id: string, properties: CrmRecord['properties'] | undefined): CompanyRecord {
  const value = (name: string): string | null => {
    const found = properties?.[name] ?? null;
    return found === '' ? null : found;
  };
  return {
    hubSpotId: id,
    name: value('name'),
    domain: value('domain'),
    details: {
      phone: value('phone'),
      industry: value('industry'),
      lifecycleStage: value('lifecyclestage'),
      ownerId: value('hubspot_owner_id'),
      modifiedAt: timeOf(value('hs_lastmodifieddate')),
    },
  };
}

/**
 * The record that stands for a company that was asked for: itself, or the one that it was merged into, which names its
 * old ids (HubSpot facts, section 5.6).
 */
export function recordFor(id: string, found: readonly CrmRecord[]): CrmRecord | undefined {
  return (
    found.find((record) => record.id === id) ??
    found.find((record) => (record.properties.hs_merged_object_ids ?? '').split(';').includes(id))
  );
}
