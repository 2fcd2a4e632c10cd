import { expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { runEnded, runSync } from '../support/sync-run';
import { type WholeConsole, WholeWorld } from '../support/whole-world';

const writtenAt = (console: WholeConsole) =>
  console.read<{ needsWrite: number; written: string | null }>(
    'SELECT needs_write AS needsWrite, written FROM id_link',
  )[0] ?? null;

/** What HubSpot took from a run of this console. */
async function writesOf(console: WholeConsole): Promise<number> {
  return (await runSync(console.engine.sync, 'incremental')).written;
}

test('a link, its tags and its end at one console are the same at the other, and HubSpot is told once', async () => {
  const world = await WholeWorld.start({ consoles: 2 });
  const contactId = await world.contact({ firstname: 'りさ', lastname: '相沢' });
  const [one, two] = [await world.console(), await world.console()];
  for (const { engine } of [one, two]) {
    await engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email'] });
    await engine.setup.startFirstSync();
    const { running } = await engine.dashboard.state(undefined);
    if (running !== null) await runEnded(engine.sync, running.runId);
  }
  const userId = await world.stranger('りさ🌸');
  await world.follow(userId);
  const friend = await one.unlinked('りさ🌸');
  await two.unlinked('りさ🌸');

  await one.engine.links.link({ friendId: friend.friendId, contactId });
  const there = await eventually('the other console has the link', () => two.linkOf(userId));
  expect(there).toEqual({ contactId, origin: 'matchedByHand' });
  await eventually(
    'HubSpot has it',
    async () => (await world.contacts((v) => v.lumo_line_1_user_id === userId)).size === 1,
  );
  const held = await eventually('it is noted', () => (writtenAt(one)?.needsWrite === 0 ? writtenAt(one) : null));
  expect(writtenAt(two)?.needsWrite).toBe(0);
  expect(JSON.parse(writtenAt(two)?.written ?? '{}')).toEqual(JSON.parse(held.written ?? '{}'));
  expect(await writesOf(two)).toBe(0);

  await one.engine.team.giveTag({ friendId: friend.friendId, tag: 'VIP' });
  await eventually(
    'HubSpot has the tag',
    async () => (await world.contacts((v) => v.lumo_line_1_tags === 'VIP')).size === 1,
  );
  await eventually('the other console has the tag', () => writtenAt(two)?.written?.includes('"VIP"'));
  expect(await writesOf(two)).toBe(0);

  await one.engine.links.unlink({ friendId: friend.friendId });
  await eventually('the other console has cut it', () => two.linkOf(userId) === null);
  // HubSpot may still show it: it is not found again there
  expect(await writesOf(two)).toBe(0);
  await eventually(
    'HubSpot has forgotten it',
    async () => (await world.contacts((v) => v.lumo_line_1_user_id === userId)).size === 0,
  );
  expect(await writesOf(two)).toBe(0);
  expect(two.linkOf(userId)).toBeNull();
  expect(one.linkOf(userId)).toBeNull();
  // neither tells the other what it was told
  const told = (console: WholeConsole) => console.read('SELECT 1 FROM workspace_change').length;
  expect([told(one), told(two)]).toEqual([0, 0]);
}, 90_000);
