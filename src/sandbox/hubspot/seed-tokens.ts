import { createHash } from 'node:crypto';
import type { HubSpotContext } from './context';

/** What the seeded static tokens may do: everything that the console can use. */
const scopes: readonly string[] = [
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

/** Gives the first account a private app and a service key, so that people can try both. Equal seeds give equal tokens. */
export function seedTokens(context: HubSpotContext, seed: number): void {
  const [account] = context.accounts;
  if (account === undefined) return;
  for (const [kind, name] of [
    ['privateApp', 'Try-out private app'],
    ['serviceKey', 'Try-out service key'],
  ] as const) {
    const hex = createHash('sha256').update(`${seed}/${kind}`).digest('hex');
    const token = `pat-na1-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
    context.staticTokens.create({
      hubId: account.hubId,
      userId: account.users[0]?.userId ?? 0,
      scopes,
      kind,
      name,
      token,
    });
  }
}
