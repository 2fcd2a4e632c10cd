import { EngineWorld } from './engine-world';
import type { Row } from './report';

const area = 'throttled';
const perTenSeconds = 190;

/**
 * Full sync with HubSpot's limit of 190 calls in 10 s on. The bound is the time before which the limit does not let the last call
 * go: 190 at once, 190 more each 10 s. Searches count against a limit of their own.
 */
export async function throttledSync(contacts: number): Promise<Row[]> {
  const world = await EngineWorld.start({ contacts, friends: 0, messages: 0 });
  try {
    await world.open({ limits: { perTenSeconds, searchesPerSecond: 4 }, relay: null });
    await world.connectHubSpot();
    await world.forgetCalls();
    // Calls of the sign-in are in the window, too: they are a part of what the limit allows.
    const { tookMs, run } = await world.sync('full');
    const { total, routes } = await world.calls();
    const searches = Object.entries(routes).find(([route]) => route.endsWith('/search'))?.[1].count ?? 0;
    const ordinary = total - searches;
    const allowedMs = Math.floor((ordinary - 1) / perTenSeconds) * 10_000;
    return [
      {
        area,
        name: `${contacts.toLocaleString('en')} contacts`,
        value: tookMs / 1_000,
        unit: 's',
        bound: allowedMs / 1_000,
        boundName: 's by the limit',
        aim: { of: 'ratio', atMost: 1.05 },
        note: `${ordinary} calls, ${(run.waitedMs / 1_000).toFixed(1)} s of it waiting for the limit`,
      },
    ];
  } finally {
    await world.stop();
  }
}
