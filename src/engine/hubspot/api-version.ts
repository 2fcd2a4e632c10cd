/** HubSpot's date version that every path uses (HubSpot facts, section 1.1). */
const version = '2026-03';

/** The paths that the product calls, in one place. */
export const hubSpotPaths = {
  token: `/oauth/${version}/token`,
  introspect: `/oauth/${version}/token/introspect`,
  revoke: `/oauth/${version}/token/revoke`,
  accountDetails: `/account-info/${version}/details`,
  dailyUsage: `/account-info/${version}/api-usage/daily/private-apps`,
  contacts: `/crm/objects/${version}/contacts`,
  companies: `/crm/objects/${version}/companies`,
  contactProperties: `/crm/properties/${version}/contacts`,
  owners: `/crm/owners/${version}`,
  tickets: `/crm/objects/${version}/tickets`,
  deals: `/crm/objects/${version}/deals`,
  lists: `/crm/lists/${version}`,
  associations: `/crm/associations/${version}`,
  pipelines: `/crm/pipelines/${version}`,
  companyProperties: `/crm/properties/${version}/companies`,
  /** What a private or project app's static token is; the one path without a date (HubSpot facts, section 2.4). */
  staticTokenInfo: '/oauth/v2/private-apps/get/access-token-info',
} as const;
