import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const TRIAL_USAGE = `HubSpot and LINE stand-ins with a relay, all on this computer.

  --data FOLDER         where their state is kept (trial-data)
  --seed NUMBER         another seed is another world
  --contacts NUMBER     contacts in HubSpot
  --friends NUMBER      friends on LINE
  --messages NUMBER     past messages
  --customers NUMBER    customers who write once a new world is there (0)
  --port-base NUMBER    first of eight ports in a row; else the ports of the last start, or any free ones
  --redirect-port NUMBER  where the console waits for the end of the HubSpot sign-in (17820)
Seed and sizes count for a new folder only.
`;

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const optionsSchema = z.object({
  data: z.string().min(1).default('trial-data'),
  seed: whole(0, 2 ** 31 - 1).optional(),
  contacts: whole(0, 5_000_000).optional(),
  friends: whole(0, 1_000_000).optional(),
  messages: whole(0, 10_000_000).optional(),
  customers: whole(0, 50).default(0),
  'port-base': whole(1, 65_535 - 8).optional(),
  'redirect-port': whole(1, 65_535).default(17_820),
});

/** What the trial host is started with. Sizes that are left out are the sandbox's own. */
export interface TrialOptions {
  readonly dataFolder: string;
  readonly seed?: number;
  readonly contacts?: number;
  readonly friends?: number;
  readonly messages?: number;
  /** How many customers write once a new world is there. */
  readonly customers: number;
  readonly portBase?: number;
  readonly redirectPort: number;
}

/** Parses the command line. @throws Error with one clear sentence. */
export function trialOptionsFrom(args: readonly string[]): TrialOptions {
  const names = Object.keys(optionsSchema.shape);
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`--${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data, seed, contacts, friends, messages } = parsed.data;
  const portBase = parsed.data['port-base'];
  return {
    dataFolder: resolve(data),
    customers: parsed.data.customers,
    redirectPort: parsed.data['redirect-port'],
    ...(seed === undefined ? {} : { seed }),
    ...(contacts === undefined ? {} : { contacts }),
    ...(friends === undefined ? {} : { friends }),
    ...(messages === undefined ? {} : { messages }),
    ...(portBase === undefined ? {} : { portBase }),
  };
}
