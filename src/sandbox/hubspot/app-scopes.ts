/**
 * Scopes that the registered app declares: those it needs, and those it takes where the account has them. Asking for any other
 * breaks the install page (facts section 2.1).
 */
export const declaredScopes: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.lists.read',
  'crm.objects.deals.read',
  'crm.objects.owners.read',
  'tickets',
];
