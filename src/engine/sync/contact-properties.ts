import type { StandardLumoItem } from '../../shared/model/sync';

/** Object type under which contact properties are kept. */
export const contactType = 'contacts';

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

/** The one property that only moves forward (facts, section 7). */
export const lifecycleProperty = 'lifecyclestage';

/** Never offered: they say nothing about a person, or the product fills them itself. */
export const technicalNames: ReadonlySet<string> = new Set(technicalProperties);

/** The property behind each standard item, as far as one is added. */
export type ContactColumns = Partial<Readonly<Record<StandardLumoItem, string>>>;

/** HubSpot's own properties for the standard items. */
export const defaultColumns: ContactColumns & Readonly<Record<StandardLumoItem, string>> = {
  firstName: 'firstname',
  lastName: 'lastname',
  email: 'email',
  phone: 'phone',
  companyName: companyProperty,
  lifecycleStage: 'lifecyclestage',
  leadStatus: 'hs_lead_status',
};
