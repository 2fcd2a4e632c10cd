import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { TrialProcess } from './trial-process';

/** A secret and what it is. */
export interface PlantedSecret {
  readonly name: string;
  readonly value: string;
}

const exchangesSchema = z.array(z.object({ path: z.string(), responseBody: z.string().nullable() }));
const row = (name: string) =>
  z.array(z.object({ value: z.string() }).transform(({ value }): PlantedSecret => ({ name, value })));

/** Every secret that the console got from the sandbox up to now: given, issued, renewed. */
export async function plantedSecrets(trial: TrialProcess): Promise<PlantedSecret[]> {
  const { ready } = trial;
  const file = join(dirname(trial.env.LUMO_TRIAL_READY ?? ''), 'data/sandbox/sandbox.db');
  const database = new DatabaseSync(file, { readOnly: true });
  const read = (name: string, sql: string) => row(name).parse(database.prepare(sql).all());
  const fromHubSpot = [
    ...read('HubSpot access token', 'SELECT token AS value FROM hs_access_token'),
    ...read('HubSpot refresh token', 'SELECT refresh_token AS value FROM hs_grant WHERE refresh_token IS NOT NULL'),
    ...read('HubSpot sign-in code', 'SELECT code AS value FROM hs_code'),
  ];
  database.close();
  const exchanges = exchangesSchema.parse(await trial.control('GET', '/line/exchanges'));
  const lineTokens = exchanges
    .filter(({ path }) => path === '/oauth2/v3/token')
    // by its place in the text: a fault may have cut the answer after it
    .flatMap(({ responseBody }) => /"access_token":"([^"]+)"/.exec(responseBody ?? '')?.[1] ?? []);
  return [
    { name: 'HubSpot client secret', value: ready.hubspotClient.clientSecret },
    { name: 'relay device token', value: ready.relay.deviceToken },
    ...ready.officialAccounts.map(({ displayName, channelSecret }) => ({
      name: `channel secret of ${displayName}`,
      value: channelSecret,
    })),
    ...fromHubSpot,
    ...lineTokens.map((value) => ({ name: 'LINE access token', value })),
  ];
}

/** A secret as it can lie in a file: plain, as UTF-16, and inside Base64 whatever stands before it. */
function formsOf(value: string): Buffer[] {
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64');
    // the characters at both ends also depend on what stands beside it
    return text.slice(before === 0 ? 0 : before + 1).replace(/.?=*$/, '');
  });
  return [Buffer.from(value), Buffer.from(value, 'utf16le'), ...encoded.map((text) => Buffer.from(text))];
}

/** Names the secrets that the bytes contain, in any form. */
export function secretsIn(bytes: Buffer, secrets: readonly PlantedSecret[]): string[] {
  return secrets.filter(({ value }) => formsOf(value).some((form) => bytes.includes(form))).map(({ name }) => name);
}

/** Looks through every file under a folder; one line for each secret found. */
export function secretsInFolder(folder: string, secrets: readonly PlantedSecret[]): { files: number; found: string[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return secretsIn(readFileSync(path), secrets).map((name) => `${name} in ${path.slice(folder.length + 1)}`);
  });
  return { files: files.length, found };
}
