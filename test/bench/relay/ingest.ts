import type { Row } from '../report';
import { lineWebhooks, registerAccounts } from './line-load';
import { generateLoad, type LoadResult } from './load-generator';
import { ServerProcess } from './server-process';

const area = 'relay';
const connectionCounts = [1, 32, 256] as const;
const workspaces = 20;
const roundMs = 4_000;
const warmUpMs = 1_000;

/**
 * Webhooks a second that are stored durably before they are answered, and how long an answer takes, beside a server in the
 * same process layout that checks the signature and stores nothing.
 */
export async function relayIngest(store: string, databaseUrl: string | null): Promise<Row[]> {
  const bare = await ServerProcess.start('bare');
  const relay = await ServerProcess.start('relay', { workspaces, databaseUrl });
  try {
    await registerAccounts(relay);
    const rows: Row[] = [];
    for (const connections of connectionCounts) {
      const bound = await measured(bare, connections, 'B');
      const processorBefore = relay.processorMs();
      const found = await measured(relay, connections, 'R');
      const processorUs = ((relay.processorMs() - processorBefore) * 1_000) / Math.max(1, found.acknowledged.length);
      const name = `${store}, ${connections} connection${connections === 1 ? '' : 's'}`;
      const note = `${found.refused} refused, ${Math.round(processorUs)} us of processor an event`;
      rows.push(
        {
          area,
          name: `${name}: stored`,
          value: found.perSecond,
          unit: '/s',
          bound: bound.perSecond,
          boundName: '/s bare',
          note,
        },
        {
          area,
          name: `${name}: answer p99`,
          value: found.p99Ms,
          unit: 'ms',
          bound: bound.p99Ms,
          boundName: 'ms bare',
          aim: { of: 'value', atMost: 500 },
        },
      );
    }
    rows.push({
      area,
      name: `${store}: resident memory after it`,
      value: relay.residentBytes() / 1_048_576,
      unit: 'MB',
      bound: bare.residentBytes() / 1_048_576,
      boundName: 'MB bare',
    });
    return rows;
  } finally {
    await Promise.all([bare.stop(), relay.stop()]);
  }
}

async function measured(server: ServerProcess, connections: number, run: string): Promise<LoadResult> {
  const port = server.ready.port;
  const next = lineWebhooks(workspaces, `${run}${connections}X${Date.now().toString(36).toUpperCase()}`);
  await generateLoad({ port, connections, forMs: warmUpMs, next });
  return generateLoad({ port, connections, forMs: roundMs, next });
}
