import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { KillWorld } from '../support/kill-world';

const update = '/contacts/batch/update$';
/** Longer than any test: such a call is never worked on. */
const foreverMs = 600_000;

describe('edits that are on their way to HubSpot when the power goes', () => {
  let world: KillWorld;
  let next = 100_001;
  const people = (count: number) => Array.from({ length: count }, () => String(next++));
  const timesSent = async (value: string) =>
    (await world.callsTo('/batch/update')).filter(({ body }) => body.includes(value)).length;

  beforeAll(async () => {
    world = await KillWorld.start();
  });
  afterAll(() => world.stop());

  /** Edits each person's job; the first of them is held by the fault while the others gather behind it, and the engine dies. */
  async function killDuring(
    ids: readonly string[],
    job: (id: string) => string,
    fault: Parameters<KillWorld['fault']>[0],
  ) {
    await world.forgetCalls();
    const planned = await world.fault(fault);
    for (const id of ids) await world.edit(id, 'jobtitle', job(id));
    await planned.happened();
    await world.kill();
    await world.control('DELETE', '/faults');
  }

  /** In HubSpot with the right value, in step here, told once by the history for either side. */
  async function haveArrived(ids: readonly string[], job: (id: string) => string) {
    await eventually(
      'every edit is in HubSpot',
      async () => {
        for (const id of ids) if ((await world.inHubSpot(id)).jobtitle !== job(id)) return false;
        return world.read(`SELECT 1 FROM contact_field WHERE state <> 'same'`).length === 0;
      },
      30_000,
    );
    for (const id of ids) {
      expect(await world.field(id, 'jobtitle')).toMatchObject({ value: job(id), state: 'same', problem: null });
      const { changes } = await world.call('contacts', 'provenance', {
        contactId: contactIdSchema.parse(id),
        propertyName: 'jobtitle',
      });
      expect(changes.map(({ side, after, outcome }) => ({ side, after, outcome }))).toEqual([
        { side: 'hubSpot', after: job(id), outcome: 'keptLumo' },
        { side: 'lumo', after: job(id), outcome: 'personEdit' },
      ]);
    }
  }

  async function nothingIsLeft(ids: readonly string[], job: (id: string) => string) {
    await world.forgetCalls();
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 0, changed: 0 });
    expect(await world.callsTo('/batch/update')).toEqual([]);
    for (const id of ids) expect((await world.inHubSpot(id)).jobtitle).toBe(job(id));
  }

  it('and HubSpot had not looked at them: each arrives once, without anybody asking', async () => {
    const ids = people(60);
    const [first = ''] = ids;
    const job = (id: string) => `Not looked at ${id}`;
    await killDuring(ids, job, { kind: 'slow', path: update, delayMs: foreverMs });
    expect((await world.inHubSpot(first)).jobtitle).not.toBe(job(first));
    await world.launch();
    await haveArrived(ids, job);
    expect(await timesSent(job(first))).toBe(1);
    await nothingIsLeft(ids, job);
  });

  it('and HubSpot had taken them, but its answer was lost: in step, told once, not sent again', async () => {
    const ids = people(3);
    const [first = ''] = ids;
    const job = (id: string) => `Answer lost ${id}`;
    // the connection ends without an answer, and the engine dies while it asks again
    await world.fault({ kind: 'dropAfter', path: update });
    await killDuring(ids, job, { kind: 'slow', path: update, delayMs: foreverMs });
    expect((await world.inHubSpot(first)).jobtitle).toBe(job(first));
    await world.launch();
    await haveArrived(ids, job);
    expect(await timesSent(job(first))).toBe(1);
    await nothingIsLeft(ids, job);
  });

  it('and the second call of many was under way: what the first one brought is not written again', async () => {
    const ids = people(120);
    const job = (id: string) => `One of many ${id}`;
    await killDuring(ids, job, { kind: 'slow', path: update, skip: 1, delayMs: foreverMs });
    const taken = new Set<string>();
    for (const id of ids) if ((await timesSent(job(id))) === 1) taken.add(id);
    expect(taken.size).toBeGreaterThan(0);
    expect(taken.size).toBeLessThan(ids.length);
    await world.launch();
    // a start brings a hundred people's edits by itself, a run brings all of them
    expect((await world.sync('incremental')).status).toBe('completed');
    await haveArrived(ids, job);
    for (const id of taken) expect(await timesSent(job(id))).toBe(1);
    await nothingIsLeft(ids, job);
  });

  it('and a person corrected a value after the restart: the correction stands', async () => {
    const [id = ''] = people(1);
    await killDuring([id], () => 'First thought', { kind: 'dropAfter', path: update });
    await world.launch();
    await world.edit(id, 'jobtitle', 'Second thought');
    await eventually('in step', async () => (await world.field(id, 'jobtitle')).state === 'same');
    await nothingIsLeft([id], () => 'Second thought');
  });
});
