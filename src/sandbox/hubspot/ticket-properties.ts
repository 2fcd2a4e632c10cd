import { optionList, type PropertyDefinition, standardProperty } from './property-definition';

const info = 'ticketinformation';

/** Property groups every account has for tickets. */
export const ticketPropertyGroups: readonly (readonly [name: string, label: string])[] = [
  [info, 'Ticket information'],
  ['ticket_activity', 'Ticket activity'],
];

/** HubSpot's own ticket properties, as far as an integration meets them. */
export const ticketProperties: readonly PropertyDefinition[] = [
  standardProperty(info, 'subject', 'Ticket name', 'string', 'text'),
  standardProperty(info, 'content', 'Ticket description', 'string', 'textarea'),
  standardProperty(info, 'hs_pipeline', 'Pipeline', 'string', 'text'),
  standardProperty(info, 'hs_pipeline_stage', 'Ticket status', 'string', 'text'),
  standardProperty(info, 'hs_ticket_priority', 'Priority', 'enumeration', 'select', {
    options: optionList('LOW:Low', 'MEDIUM:Medium', 'HIGH:High', 'URGENT:Urgent'),
  }),
  standardProperty(info, 'hs_ticket_category', 'Category', 'enumeration', 'checkbox', {
    options: optionList(
      'PRODUCT_ISSUE:Product issue',
      'BILLING_ISSUE:Billing issue',
      'FEATURE_REQUEST:Feature request',
      'GENERAL_INQUIRY:General inquiry',
    ),
  }),
  standardProperty(info, 'hubspot_owner_id', 'Ticket owner', 'enumeration', 'select', {
    referencedObjectType: 'OWNER',
    isOptionsFixed: true,
  }),
  standardProperty(info, 'closed_date', 'Close date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'createdate', 'Create date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_lastmodifieddate', 'Last modified date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_object_id', 'Record ID', 'number', 'number', { isReadOnly: true }),
  standardProperty(info, 'hs_merged_object_ids', 'Merged record IDs', 'enumeration', 'checkbox', { isReadOnly: true }),
];
