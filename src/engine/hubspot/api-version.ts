/** HubSpot's date version that every path uses (HubSpot facts, section 1.1). */
const version = '2026-03';

/** The paths that the product calls, in one place. */
export const hubSpotPaths = {
  token: `/oauth/${version}/token`,
  introspect: `/oauth/${version}/token/introspect`,
  accountDetails: `/account-info/${version}/details`,
  contacts: `/crm/objects/${version}/contacts`,
  companies: `/crm/objects/${version}/companies`,
  contactProperties: `/crm/properties/${version}/contacts`,
} as const;
