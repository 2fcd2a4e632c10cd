import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

const portsSchema = z.object({ control: z.number().int() });

/** Base URL of the scenario API of the sandbox that a console started by itself, as the sandbox's own file tells it. */
export function controlOfProfile(profile: string): string {
  const database = new Database(join(profile, 'trial/sandbox/sandbox.db'), { readonly: true });
  try {
    const stored = database.prepare<[], string>("SELECT value FROM sb_meta WHERE key = 'ports'").pluck().get();
    return `http://127.0.0.1:${portsSchema.parse(JSON.parse(stored ?? '{}')).control}`;
  } finally {
    database.close();
  }
}
