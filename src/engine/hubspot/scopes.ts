/**
 * Scopes that the HubSpot app declares and the sign-in asks for; one list for both, because a scope that the app does not
 * declare breaks the install page (HubSpot facts, section 20, row 37). Without these nothing works.
 */
export const hubSpotScopes: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.companies.read',
];

/**
 * Scopes that a sign-in asks for as well and may go without: HubSpot leaves out silently what the account or its plan does
 * not have (HubSpot facts, section 2.1). What needs one of them is shown as unavailable then.
 */
export const optionalHubSpotScopes: readonly string[] = [
  'crm.objects.companies.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.lists.read',
  'crm.objects.deals.read',
  'tickets',
  'crm.objects.owners.read',
];
