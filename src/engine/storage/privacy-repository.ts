import type { Storage } from './storage';

/** Where something of a contact is kept beside its row, its fields and its links; `?` = its HubSpot id. */
const traces: readonly string[] = [
  'DELETE FROM field_change WHERE contact_id = ?',
  'DELETE FROM contact_field WHERE contact_id = ?',
  'DELETE FROM dry_run_change WHERE contact_id = ?',
  "DELETE FROM sync_run_error WHERE record_kind = 'contact' AND record_id = ?",
  "DELETE FROM sync_problem WHERE record_kind = 'contact' AND record_id = ?",
  "DELETE FROM sync_exclusion WHERE record_kind = 'contact' AND record_id = ?",
  'DELETE FROM id_link WHERE contact_hubspot_id = ?',
  'DELETE FROM id_link_aside WHERE contact_hubspot_id = ?',
  'DELETE FROM id_link_restore WHERE contact_hubspot_id = ?',
  'DELETE FROM id_link_removal WHERE contact_hubspot_id = ?',
  'DELETE FROM link_request WHERE contact_hubspot_id = ?',
  'DELETE FROM unlinked_by_person WHERE contact_hubspot_id = ?',
  'DELETE FROM list_member WHERE contact_hubspot_id = ?',
  "DELETE FROM crm_record WHERE (kind, id) IN (SELECT kind, record_id FROM crm_record_of WHERE parent_kind = 'contact' AND parent_id = ?)",
  "DELETE FROM crm_record_of WHERE parent_kind = 'contact' AND parent_id = ?",
  "DELETE FROM crm_record_read WHERE parent_kind = 'contact' AND parent_id = ?",
];

/** Erasing a person whom HubSpot was told to forget. */
export function createPrivacyRepository(database: Storage) {
  return {
    /**
     * Deletes everything that is kept of a contact beside its own row. Messages and friends stay: they are LINE's, only
     * the tie goes. Rare, so that its statements are prepared when they are needed. Inside the caller's transaction.
     */
    eraseTraces(contactId: string): void {
      for (const sql of traces) database.prepare<[string]>(sql).run(contactId);
    },
  };
}
export type PrivacyRepository = ReturnType<typeof createPrivacyRepository>;
