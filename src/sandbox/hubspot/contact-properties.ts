import {
  leadStatusOptions,
  lifecycleStageOptions,
  optionList,
  type PropertyDefinition,
  standardProperty,
} from './property-definition';

const info = 'contactinformation';
const readOnly = { isReadOnly: true };

const languages = optionList(
  'en:English',
  'ja:Japanese',
  'ja-jp:Japanese - Japan',
  'zh:Chinese',
  'zh-cn:Chinese - China',
  'zh-hk:Chinese - Hong Kong SAR',
  'zh-tw:Chinese - Taiwan',
  'th:Thai',
  'th-th:Thai - Thailand',
  'en-us:English - United States',
  'en-gb:English - United Kingdom',
  'ko:Korean',
  'ko-kr:Korean - South Korea',
  'vi:Vietnamese',
  'id:Indonesian',
  'de:German',
  'fr:French',
  'es:Spanish',
  'pt:Portuguese',
  'it:Italian',
  'nl:Dutch',
);

const stageDates = lifecycleStageOptions.map((stage) =>
  standardProperty(info, `hs_lifecyclestage_${stage.value}_date`, `Became a ${stage.label} Date`, 'datetime', 'date', {
    isReadOnly: true,
    description: `The date when the contact's lifecycle stage changed to ${stage.label}.`,
  }),
);

/** Property groups every account has for contacts. */
export const contactPropertyGroups: readonly (readonly [name: string, label: string])[] = [
  ['contactinformation', 'Contact information'],
  ['emailinformation', 'Email information'],
  ['contactlcs', 'Contact lifecycle'],
  ['conversioninformation', 'Conversion information'],
  ['sales_properties', 'Sales properties'],
  ['socialmediainformation', 'Social media information'],
];

/** HubSpot's own contact properties, as far as an integration for names, reachability, company and stage meets them. */
export const contactProperties: readonly PropertyDefinition[] = [
  standardProperty(info, 'firstname', 'First Name', 'string', 'text', { description: "A contact's first name" }),
  standardProperty(info, 'lastname', 'Last Name', 'string', 'text', { description: "A contact's last name" }),
  standardProperty(info, 'email', 'Email', 'string', 'text', { description: "A contact's email address" }),
  standardProperty(info, 'hs_additional_emails', 'Additional email addresses', 'enumeration', 'checkbox', {
    isReadOnly: true,
    description: 'A set of additional email addresses for a contact',
  }),
  standardProperty(info, 'phone', 'Phone Number', 'string', 'phonenumber', {
    description: "A contact's primary phone number",
  }),
  standardProperty(info, 'mobilephone', 'Mobile Phone Number', 'string', 'phonenumber', {
    description: "A contact's mobile phone number",
  }),
  standardProperty(info, 'fax', 'Fax Number', 'string', 'phonenumber'),
  standardProperty(
    info,
    'hs_searchable_calculated_phone_number',
    'Calculated Phone Number without country code',
    'string',
    'text',
    {
      isReadOnly: true,
      isCalculated: true,
      isHidden: true,
    },
  ),
  standardProperty(
    info,
    'hs_searchable_calculated_mobile_number',
    'Calculated Mobile Number without country code',
    'string',
    'text',
    {
      isReadOnly: true,
      isCalculated: true,
      isHidden: true,
    },
  ),
  standardProperty(info, 'company', 'Company Name', 'string', 'text', {
    description: "Name of the contact's company. This can be set independently from the associated company's name.",
  }),
  standardProperty(info, 'jobtitle', 'Job Title', 'string', 'text', { description: "A contact's job title" }),
  standardProperty(info, 'salutation', 'Salutation', 'string', 'text'),
  standardProperty(info, 'address', 'Street Address', 'string', 'text'),
  standardProperty(info, 'city', 'City', 'string', 'text', { description: "A contact's city of residence" }),
  standardProperty(info, 'state', 'State/Region', 'string', 'text'),
  standardProperty(info, 'zip', 'Postal Code', 'string', 'text'),
  standardProperty(info, 'country', 'Country/Region', 'string', 'text'),
  standardProperty(info, 'website', 'Website URL', 'string', 'text', { description: "The contact's company website." }),
  standardProperty(info, 'hs_language', 'Preferred language', 'enumeration', 'select', { options: languages }),
  standardProperty(info, 'date_of_birth', 'Date of birth', 'string', 'text'),
  standardProperty(info, 'industry', 'Industry', 'string', 'text'),
  standardProperty(info, 'annualrevenue', 'Annual Revenue', 'string', 'text'),
  standardProperty(info, 'numemployees', 'Number of Employees', 'enumeration', 'select', {
    options: optionList('1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+'),
  }),
  standardProperty(info, 'message', 'Message', 'string', 'textarea', {
    description: 'A default property to be used for any message or comments a contact may want to leave on a form.',
  }),
  standardProperty('contactlcs', 'lifecyclestage', 'Lifecycle Stage', 'enumeration', 'radio', {
    options: lifecycleStageOptions,
    description: 'The qualification of contacts to sales readiness.',
  }),
  ...stageDates,
  standardProperty('sales_properties', 'hs_lead_status', 'Lead Status', 'enumeration', 'radio', {
    options: leadStatusOptions,
    description: "The contact's sales, prospecting or outreach status",
  }),
  standardProperty('sales_properties', 'hubspot_owner_id', 'Contact owner', 'enumeration', 'select', {
    referencedObjectType: 'OWNER',
    isOptionsFixed: true,
    description: 'The owner of the contact.',
  }),
  standardProperty('sales_properties', 'closedate', 'Close Date', 'datetime', 'date'),
  standardProperty('sales_properties', 'notes_last_updated', 'Last Activity Date', 'datetime', 'date', readOnly),
  standardProperty(
    'sales_properties',
    'num_contacted_notes',
    'Number of times contacted',
    'number',
    'number',
    readOnly,
  ),
  standardProperty(info, 'hs_persona', 'Persona', 'enumeration', 'radio', {
    options: optionList('persona_1:Buyer', 'persona_2:User', 'persona_3:Decision maker'),
  }),
  standardProperty('emailinformation', 'hs_email_optout', 'Unsubscribed from all email', 'bool', 'booleancheckbox', {
    isReadOnly: true,
    options: optionList('true:Yes', 'false:No'),
  }),
  standardProperty('emailinformation', 'hs_email_domain', 'Email Domain', 'string', 'text', {
    isReadOnly: true,
    isCalculated: true,
  }),
  standardProperty('socialmediainformation', 'twitterhandle', 'X username', 'string', 'text'),
  standardProperty(info, 'associatedcompanyid', 'Primary Associated Company ID', 'number', 'number', {
    isReadOnly: true,
    referencedObjectType: 'COMPANY',
    description: 'HubSpot defined ID of a contact’s primary associated company in HubSpot.',
  }),
  standardProperty(info, 'createdate', 'Create Date', 'datetime', 'date', {
    isReadOnly: true,
    description: 'The date that a contact entered the system',
  }),
  standardProperty(info, 'lastmodifieddate', 'Last Modified Date', 'datetime', 'date', {
    isReadOnly: true,
    description: 'The date any property on this contact was modified',
  }),
  standardProperty(info, 'hs_object_id', 'Record ID', 'number', 'number', {
    isReadOnly: true,
    description: 'The unique ID for this record. This value is automatically set by HubSpot and may not be modified.',
  }),
  standardProperty(info, 'hs_merged_object_ids', 'Merged record IDs', 'enumeration', 'checkbox', {
    isReadOnly: true,
    description: 'The list of record IDs that have been merged into this record.',
  }),
  standardProperty(info, 'hs_calculated_merged_vids', 'Merged vids with timestamps', 'enumeration', 'checkbox', {
    isReadOnly: true,
    isHidden: true,
  }),
  standardProperty(info, 'hs_all_contact_vids', 'All vids for a contact', 'enumeration', 'checkbox', {
    isReadOnly: true,
    isHidden: true,
  }),
];
