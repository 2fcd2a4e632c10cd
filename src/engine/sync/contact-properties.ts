/** Read for every contact, whatever a person added: keys and times, nothing of the person (B3). */
export const technicalProperties = ['hs_object_id', 'createdate', 'lastmodifieddate', 'hs_merged_object_ids'] as const;

/** What the first wizard proposes (B2), in the order in which it is shown. */
export const recommendedProperties: readonly string[] = [
  'firstname',
  'lastname',
  'email',
  'phone',
  'associatedcompanyid',
  'lifecyclestage',
  'hs_lead_status',
];

/** The contact property that stands for "company name": its id is read, its name is looked up (facts, section 8.3). */
export const companyProperty = 'associatedcompanyid';

/** Never offered: they say nothing about a person, or the product fills them itself. */
export const technicalNames: ReadonlySet<string> = new Set(technicalProperties);
