/**
 * Scopes that the HubSpot app declares and the sign-in asks for; one list for both, because a scope that the app does not
 * declare breaks the install page (HubSpot facts, section 20, row 37).
 */
export const hubSpotScopes: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.companies.read',
];
