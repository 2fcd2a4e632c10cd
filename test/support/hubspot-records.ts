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
