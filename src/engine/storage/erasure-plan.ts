/** What a disconnect takes: links of one account (`@bot`, `@number`), or everything that came from HubSpot. */
export type TablePolicy =
  /** Stays as it is. */
  | { stays: 'asItIs' }
  /** Its rows go when the contact data goes; before that those of one account where a condition says which. */
  | { goes: 'rows'; ofAccount?: string }
  /** Its rows stay; these columns are emptied when the contact data goes, or for one account. */
  | { goes: 'columns'; set: string; ofAccount?: string };

const stays: TablePolicy = { stays: 'asItIs' };
const goes: TablePolicy = { goes: 'rows' };

/** True for a row whose `friend_id` is a friend of the account. By its key, so that a slice costs no more than its rows. */
const friendOf = (table: string) =>
  `EXISTS (SELECT 1 FROM friend WHERE friend.id = ${table}.friend_id AND friend.bot_user_id = @bot)`;

/**
 * Every table of the schema and what becomes of it, in the order in which they are worked off: who is linked to whom goes
 * first. A table that is missing here fails a test: whoever adds one decides.
 */
export const erasurePlan: Readonly<Record<string, TablePolicy>> = {
  // who is whose contact
  id_link: { goes: 'rows', ofAccount: friendOf('id_link') },
  id_link_restore: { goes: 'rows', ofAccount: 'bot_user_id = @bot' },
  // HubSpot keeps what it has; and the number may be another account's by then
  id_link_removal: { goes: 'rows', ofAccount: 'sequence_number = @number' },
  id_link_aside: { goes: 'rows', ofAccount: friendOf('id_link_aside') },
  unlinked_by_person: { goes: 'rows', ofAccount: friendOf('unlinked_by_person') },
  contact_creation: { goes: 'rows', ofAccount: friendOf('contact_creation') },
  link_request: { goes: 'rows', ofAccount: friendOf('link_request') },
  line_group: {
    goes: 'columns',
    set: 'company_id = NULL, origin = NULL, wish = NULL, written = NULL, written_at = NULL, problem = NULL',
    ofAccount:
      'EXISTS (SELECT 1 FROM conversation WHERE conversation.id = line_group.conversation_id AND conversation.bot_user_id = @bot)',
  },
  line_group_removal: { goes: 'rows', ofAccount: "group_key LIKE @bot || ':%'" },

  // what came from HubSpot
  list_member: goes,
  hubspot_list: goes,
  contact_field: goes,
  field_change: goes,
  dry_run_change: goes,
  dry_run: goes,
  sync_problem: { goes: 'rows', ofAccount: "property LIKE 'lumo!_line!_' || @number || '!_%' ESCAPE '!'" },
  sync_exclusion: goes,
  sync_seen: goes,
  contact: goes,
  company: goes,
  crm_record_of: goes,
  crm_record_read: goes,
  crm_record: goes,
  crm_reference: goes,
  hubspot_change: goes,
  sync_checkpoint: goes,

  // the history of runs keeps its counts and forgets whom they were about
  sync_run_error: {
    goes: 'columns',
    set: "record_id = '', record_name = '', params = '{}', value_sent = NULL, value_held = NULL, correlation_id = NULL",
  },
  sync_run: stays,
  // the person's choices, for the next connection
  sync_item: { goes: 'columns', set: 'last_synced_at = NULL, first_run_id = NULL' },
  hubspot_property: stays,

  // customers, chats and what Lumo itself knows
  friend: stays,
  tag: stays,
  friend_tag: stays,
  agent: stays,
  note: stays,
  canned_reply: stays,
  workspace_account: stays,
  workspace_change: stays,
  workspace_value: stays,
  group_member: stays,
  outgoing_file: stays,
  match_desk: stays,
  match_desk_count: stays,
  former_number: stays,
  conversation: stays,
  message: stays,
  send_attempt: stays,
  media: stays,
  webhook_event: stays,
  relay_cursor: stays,
  job: stays,
  meta: stays,
  // taken away by the disconnect itself, in the transaction that decides it
  hubspot_account: stays,
  official_account: stays,
  former_official_account: stays,
  disconnect: stays,
};

/** Full-text indexes whose text goes with the contact data. Others belong to what stays. */
export const erasedIndexes: readonly string[] = ['contact_search'];
export const keptIndexes: readonly string[] = ['friend_search', 'message_search'];
