import {
  leadStatusOptions,
  lifecycleStageOptions,
  optionList,
  type PropertyDefinition,
  standardProperty,
} from './property-definition';

const info = 'companyinformation';

/** Property groups every account has for companies. */
export const companyPropertyGroups: readonly (readonly [name: string, label: string])[] = [
  ['companyinformation', 'Company information'],
  ['companylcs', 'Company lifecycle'],
  ['companyactivity', 'Company activity'],
];

/** HubSpot's own company properties, as far as an integration meets them. */
export const companyProperties: readonly PropertyDefinition[] = [
  standardProperty(info, 'name', 'Company name', 'string', 'text', {
    description: 'The name of the company or organization.',
  }),
  standardProperty(info, 'domain', 'Company Domain Name', 'string', 'text', {
    description: 'The main website domain of the company or organization.',
  }),
  standardProperty(info, 'website', 'Website URL', 'string', 'text'),
  standardProperty(info, 'phone', 'Phone Number', 'string', 'phonenumber'),
  standardProperty(info, 'address', 'Street Address', 'string', 'text'),
  standardProperty(info, 'city', 'City', 'string', 'text'),
  standardProperty(info, 'state', 'State/Region', 'string', 'text'),
  standardProperty(info, 'zip', 'Postal Code', 'string', 'text'),
  standardProperty(info, 'country', 'Country/Region', 'string', 'text'),
  standardProperty(info, 'description', 'Description', 'string', 'textarea'),
  standardProperty(info, 'industry', 'Industry', 'enumeration', 'select', {
    options: optionList(
      'COMPUTER_SOFTWARE:Computer Software',
      'CONSUMER_GOODS:Consumer Goods',
      'FOOD_BEVERAGES:Food & Beverages',
      'HOSPITALITY:Hospitality',
      'LOGISTICS_AND_SUPPLY_CHAIN:Logistics and Supply Chain',
      'REAL_ESTATE:Real Estate',
      'RETAIL:Retail',
      'WHOLESALE:Wholesale',
    ),
  }),
  standardProperty(info, 'type', 'Type', 'enumeration', 'select', {
    options: optionList('PROSPECT:Prospect', 'PARTNER:Partner', 'RESELLER:Reseller', 'VENDOR:Vendor', 'OTHER:Other'),
  }),
  standardProperty(info, 'numberofemployees', 'Number of Employees', 'number', 'number'),
  standardProperty(info, 'annualrevenue', 'Annual Revenue', 'number', 'number'),
  standardProperty('companylcs', 'lifecyclestage', 'Lifecycle Stage', 'enumeration', 'radio', {
    options: lifecycleStageOptions,
  }),
  ...lifecycleStageOptions.map((stage) =>
    standardProperty(
      info,
      `hs_lifecyclestage_${stage.value}_date`,
      `Became a ${stage.label} Date`,
      'datetime',
      'date',
      {
        isReadOnly: true,
      },
    ),
  ),
  standardProperty(info, 'hs_lead_status', 'Lead Status', 'enumeration', 'radio', { options: leadStatusOptions }),
  standardProperty(info, 'hubspot_owner_id', 'Company owner', 'enumeration', 'select', {
    referencedObjectType: 'OWNER',
    isOptionsFixed: true,
  }),
  standardProperty(info, 'createdate', 'Create Date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'date', { isReadOnly: true }),
  standardProperty(info, 'hs_object_id', 'Record ID', 'number', 'number', { isReadOnly: true }),
  standardProperty(info, 'hs_merged_object_ids', 'Merged record IDs', 'enumeration', 'checkbox', { isReadOnly: true }),
];
