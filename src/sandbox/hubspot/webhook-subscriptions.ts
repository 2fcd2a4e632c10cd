/** What the app is subscribed to: an event name, with the property for `propertyChange` (facts section 11.3). */
export type WebhookSubscription = { readonly subscriptionType: string; readonly propertyName?: string };

const properties = {
  contact: [
    'firstname',
    'lastname',
    'email',
    'phone',
    'mobilephone',
    'company',
    'jobtitle',
    'lifecyclestage',
    'hs_lead_status',
    'hubspot_owner_id',
    'associatedcompanyid',
    'city',
    'country',
    'hs_language',
  ],
  company: ['name', 'domain', 'phone', 'industry', 'city', 'lifecyclestage', 'hubspot_owner_id'],
  deal: ['dealname', 'pipeline', 'dealstage', 'amount', 'closedate', 'hubspot_owner_id'],
  ticket: ['subject', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id'],
} as const;

/** The subscriptions of the app until the scenario sets others: every kind of event of every object that the console shows. */
export const defaultSubscriptions: readonly WebhookSubscription[] = [
  { subscriptionType: 'contact.privacyDeletion' },
  ...Object.entries(properties).flatMap(([object, names]): readonly WebhookSubscription[] => [
    ...['creation', 'deletion', 'merge', 'restore', 'associationChange'].map((name) => ({
      subscriptionType: `${object}.${name}`,
    })),
    ...names.map((propertyName) => ({ subscriptionType: `${object}.propertyChange`, propertyName })),
  ]),
];
