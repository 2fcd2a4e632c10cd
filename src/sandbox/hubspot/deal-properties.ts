import { optionList, type PropertyDefinition, standardProperty } from './property-definition';

const info = 'dealinformation';

/** Property groups every account has for deals. */
export const dealPropertyGroups: readonly (readonly [name: string, label: string])[] = [
  [info, 'Deal information'],
  ['deal_activity', 'Deal activity'],
];

/** HubSpot's own deal properties, as far as an integration meets them. Stage and pipeline ids are checked against the pipelines. */
export const dealProperties: readonly PropertyDefinition[] = [
  standardProperty(info, 'dealname', 'Deal Name', 'string', 'text'),
  standardProperty(info, 'pipeline', 'Pipeline', 'string', 'text'),
  standardProperty(info, 'dealstage', 'Deal Stage', 'string', 'text'),
  standardProperty(info, 'amount', 'Amount', 'number', 'number'),
  standardProperty(info, 'deal_currency_code', 'Currency', 'enumeration', 'select', {
    options: optionList('JPY:Japanese Yen', 'USD:US Dollar', 'TWD:New Taiwan Dollar', 'THB:Thai Baht'),
  }),
  standardProperty(info, 'closedate', 'Close Date', 'datetime', 'date'),
  standardProperty(info, 'dealtype', 'Deal Type', 'enumeration', 'radio', {
    options: optionList('newbusiness:New Business', 'existingbusiness:Existing Business'),
  }),
  standardProperty(info, 'description', 'Deal Description', 'string', 'textarea'),
  standardProperty(info, 'hubspot_owner_id', 'Deal owner', 'enumeration', 'select', {
    referencedObjectType: 'OWNER',
    isOptionsFixed: true,
  }),
  standardProperty(info, 'hs_is_closed', 'Is Deal Closed?', 'bool', 'booleancheckbox', closedFlag()),
  standardProperty(info, 'hs_is_closed_won', 'Is Closed Won', 'bool', 'booleancheckbox', closedFlag()),
  standardProperty(info, 'createdate', 'Create Date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_object_id', 'Record ID', 'number', 'number', { isReadOnly: true }),
  standardProperty(info, 'hs_merged_object_ids', 'Merged record IDs', 'enumeration', 'checkbox', { isReadOnly: true }),
];

function closedFlag() {
  return { isReadOnly: true, isCalculated: true, options: optionList('true:True', 'false:False') };
}
