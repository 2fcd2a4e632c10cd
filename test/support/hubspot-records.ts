import { z } from 'zod';
import type { TrialProcess } from './trial-process';

const recordSchema = z.object({ id: z.string(), values: z.record(z.string(), z.string().nullable()) });
/** A contact as the sandbox's HubSpot holds it. */
export type HubSpotContact = z.infer<typeof recordSchema>;

/** Makes a contact as another user of the account would on HubSpot's own screen. */
export async function createInHubSpot(
  trial: TrialProcess,
  properties: Record<string, string>,
): Promise<HubSpotContact> {
  return recordSchema.parse(await trial.control('POST', '/hubspot/records/contacts', { properties }));
}

/** Makes the first company of the account the contact's own, and returns the company's name. */
export async function giveCompany(trial: TrialProcess, contactId: string): Promise<string> {
  const { results } = z
    .object({ results: z.array(recordSchema).length(1) })
    .parse(await trial.control('GET', '/hubspot/records/companies?limit=1'));
  const company = results[0];
  await trial.control('PUT', `/hubspot/records/contacts/${contactId}/company`, { companyId: company?.id });
  return company?.values.name ?? '';
}

/** The contact as HubSpot holds it now. */
export async function hubSpotContact(trial: TrialProcess, id: string): Promise<HubSpotContact> {
  return recordSchema.parse(await trial.control('GET', `/hubspot/records/contacts/${id}`));
}

/** Contacts of the account that hold all of these values, of at most a thousand. */
export async function contactsInHubSpot(
  trial: TrialProcess,
  values: Readonly<Record<string, string>>,
): Promise<HubSpotContact[]> {
  const { results } = z
    .object({ results: z.array(recordSchema) })
    .parse(await trial.control('GET', '/hubspot/records/contacts?limit=1000'));
  return results.filter((record) => Object.entries(values).every(([name, value]) => record.values[name] === value));
}

/** Changes a contact as another user would on HubSpot's own screen. */
export async function changeInHubSpot(
  trial: TrialProcess,
  id: string,
  properties: Record<string, string>,
): Promise<void> {
  await trial.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });
}

/** Waits until HubSpot's search, which lags behind by seconds, knows of every change. */
export async function searchKnowsAll(trial: TrialProcess): Promise<boolean> {
  const { results } = z
    .object({ results: z.array(z.object({ isSearchIndexBehind: z.boolean() })) })
    .parse(await trial.control('GET', '/hubspot/accounts'));
  return results.every((account) => !account.isSearchIndexBehind);
}

/** How often something wrote, or tried to, by object type: for deals and tickets it must stay 0. */
export async function writesToHubSpot(trial: TrialProcess): Promise<Record<string, number>> {
  const { writes } = z
    .object({ writes: z.record(z.string(), z.number()) })
    .parse(await trial.control('GET', '/hubspot/counters'));
  return writes;
}

/** A static token of the main account (A4), with the scopes that are given. */
export async function makeStaticToken(
  trial: TrialProcess,
  kind: 'projectApp' | 'privateApp' | 'serviceKey',
  scopes: readonly string[],
): Promise<string> {
  const made = await trial.control('POST', '/hubspot/tokens/static', { kind, scopes, name: `Made as ${kind}` });
  return z.object({ token: z.string() }).parse(made).token;
}
