/** A user of an account: may own records and may install the app. */
export type AccountUser = {
  readonly ownerId: number;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** A deactivated user is listed with `archived=true` only. */
  readonly isArchived: boolean;
};

/** One HubSpot account (portal, hub) that the stand-in plays. */
export type AccountDefinition = {
  readonly hubId: number;
  readonly name: string;
  readonly domain: string;
  readonly accountType: 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX' | 'APP_DEVELOPER';
  readonly timeZone: string;
  readonly currency: string;
  /** The plan; `free` has the smaller limits (facts section 3.1). Undefined = as the stand-in's own limits say. */
  readonly tier?: 'free' | 'professional' | 'enterprise';
  /** Scopes that the plan does not have. */
  readonly missingScopes?: readonly string[];
  readonly users: readonly AccountUser[];
  /** Records to seed; undefined takes the stand-in's own number. */
  readonly contacts?: number;
};

/** Two accounts, so that the account chooser of the authorize page is a real choice; the second one has a smaller plan. */
export const defaultAccounts: readonly AccountDefinition[] = [
  {
    hubId: 62515001,
    name: 'Aozora Trading',
    domain: 'aozora-trading.example',
    accountType: 'STANDARD',
    timeZone: 'Asia/Tokyo',
    currency: 'JPY',
    users: [
      user(71000001, 41000001, 'hana.aoki@aozora-trading.example', '花', '青木'),
      user(71000002, 41000002, 'kenji.mori@aozora-trading.example', '健二', '森'),
      user(71000003, 41000003, 'mei.lin@aozora-trading.example', '美', '林'),
      user(71000004, 41000004, 'somchai.jaidee@aozora-trading.example', 'สมชาย', 'ใจดี'),
      { ...user(71000005, 41000005, 'rin.sato@aozora-trading.example', '凛', '佐藤'), isArchived: true },
    ],
  },
  {
    hubId: 62515002,
    name: 'Aozora Practice',
    domain: 'aozora-practice.example',
    accountType: 'DEVELOPER_TEST',
    timeZone: 'Asia/Tokyo',
    currency: 'JPY',
    tier: 'free',
    missingScopes: ['crm.lists.read', 'crm.lists.write', 'tickets'],
    contacts: 25,
    users: [user(72000001, 42000001, 'hana.aoki@aozora-trading.example', '花', '青木')],
  },
];

function user(ownerId: number, userId: number, email: string, firstName: string, lastName: string): AccountUser {
  return { ownerId, userId, email, firstName, lastName, isArchived: false };
}
