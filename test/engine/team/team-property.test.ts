import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  keyOfChange,
  readResponseSchema,
  WORKSPACE_CHANGE_KIND,
  type WorkspaceChange,
  workspaceChangeSchema,
} from '../../../src/shared/relay-protocol';
import type { TeamConsole } from '../support/team-console';
import { TeamWorld } from '../support/team-world';

/** A small generator with a seed, so that a failing round can be repeated. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  return {
    chance: (share: number) => next() < share,
    below: (n: number) => Math.floor(next() * n),
    of: <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
  };
}
type Dice = ReturnType<typeof dice>;

const tags = ['VIP', '新規', 'a "quoted" one'];
const customers = 4;

/** One random thing that a person does at a console. */
async function act(console: TeamConsole, all: readonly TeamConsole[], random: Dice, step: number): Promise<void> {
  const { service, chat } = console.team;
  const n = 1 + random.below(customers);
  const conversationId = console.conversation(n);
  const friendId = console.friend(n);
  const notes = console.storage.prepare<[], { id: string }>('SELECT id FROM note ORDER BY id').all();
  const replies = await service.cannedReplies(undefined);
  const contents = [{ type: 'text' as const, parts: [{ kind: 'text' as const, text: `step ${step}` }] }];
  const acts: (() => Promise<unknown>)[] = [
    () => chat.assign({ conversationId, agentId: random.chance(0.3) ? null : random.of(all).team.me().agentId }),
    () => chat.setStatus({ conversationId, status: random.of(['todo', 'done'] as const) }),
    () => chat.addNote({ conversationId, text: `note ${step}` }),
    () => chat.editNote({ noteId: random.of(notes).id, text: `edited ${step}` }),
    () => chat.removeNote({ noteId: random.of(notes).id }),
    () => service.saveTag({ name: random.of(tags), color: random.of(['red', 'blue', null]) }),
    () => service.removeTag({ name: random.of(tags) }),
    () => service.giveTag({ friendId, tag: random.of(tags) }),
    () => service.giveTag({ friendId, tag: random.of(tags) }),
    () => service.takeTag({ friendId, tag: random.of(tags) }),
    () => service.saveCannedReply({ id: null, shortcut: `s${random.below(5)}`, title: `t${step}`, contents }),
    () => service.saveCannedReply({ ...random.of(replies), title: `t${step}`, contents }),
    () => service.removeCannedReply({ id: random.of(replies).id }),
  ];
  // some are refused (nothing there, a shortcut that is taken): then nothing was done
  const chosen = random.of(acts);
  await Promise.resolve()
    .then(chosen)
    .catch(() => undefined);
}

/** Of what persons did; a console tells of itself as well. */
const waitingIds = (console: TeamConsole): string[] =>
  console.storage
    .prepare<[], { id: string }>(
      `SELECT id FROM workspace_change WHERE change_key NOT LIKE 'agent:%' AND change_key NOT LIKE 'account:%'`,
    )
    .all()
    .map(({ id }) => id);

/** Every change in the relay's log, in its order. */
async function logOf(world: TeamWorld): Promise<{ id: string; change: WorkspaceChange }[]> {
  const device = await world.device('one');
  const found: { id: string; change: WorkspaceChange }[] = [];
  for (let after = 0; ; ) {
    const url = `${device.url}/v1/workspaces/${device.workspaceId}/events?after=${after}&limit=500`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${device.deviceToken}` } });
    const { events } = readResponseSchema.parse(await answer.json());
    for (const event of events) {
      if (event.source !== 'console' || event.kind !== WORKSPACE_CHANGE_KIND) continue;
      found.push({ id: event.id, change: workspaceChangeSchema.parse(event.body) });
    }
    const last = events.at(-1);
    if (last === undefined) return found;
    after = last.seq;
  }
}

/** What the log says, read by its own rule: the newest entry of each key holds, a removed tag begins anew. */
function valueOfLog(log: readonly { change: WorkspaceChange }[]) {
  const newest = new Map<string, { change: WorkspaceChange; at: number }>();
  for (const [at, { change }] of log.entries()) newest.set(keyOfChange(change), { change, at });
  const removedAt = (tag: string) => newest.get(`tagGone:${tag}`)?.at ?? -1;
  const friendTags: { user_id: string; tag: string }[] = [];
  const assignees = new Map<string, string>();
  const notes = new Map<string, string>();
  const replies = new Map<string, string>();
  const colors = new Map<string, string | null>();
  for (const { change, at } of newest.values()) {
    if (change.kind === 'friendTag' && change.isGiven && at > removedAt(change.tag)) {
      friendTags.push({ user_id: change.userId, tag: change.tag });
      if (!colors.has(change.tag)) colors.set(change.tag, null);
    }
    if (change.kind === 'tag' && !change.isGone && at > removedAt(change.name)) colors.set(change.name, change.color);
    if (change.kind === 'assignment' && change.agentId !== null) assignees.set(change.chat.sourceId, change.agentId);
    if (change.kind === 'note' && !change.isGone) notes.set(change.noteId, change.text);
    if (change.kind === 'cannedReply' && !change.isGone) replies.set(change.cannedReplyId, change.title);
  }
  const byText = (a: string, b: string) => (a < b ? -1 : 1);
  return {
    friendTags: friendTags.sort((a, b) => byText(`${a.user_id}${a.tag}`, `${b.user_id}${b.tag}`)),
    assignees: [...assignees].sort(([a], [b]) => byText(a, b)),
    notes: [...notes].sort(([a], [b]) => byText(a, b)),
    replies: [...replies].sort(([a], [b]) => byText(a, b)),
    colors: [...colors].sort(([a], [b]) => byText(a, b)),
  };
}

function valueAt(console: TeamConsole): ReturnType<typeof valueOfLog> {
  const pairs = (sql: string) => console.storage.prepare<[], [string, string]>(sql).raw().all();
  return {
    friendTags: console.storage
      .prepare<[], { user_id: string; tag: string }>(
        'SELECT user_id, tag FROM friend_tag JOIN friend ON friend.id = friend_id ORDER BY user_id || tag',
      )
      .all(),
    assignees: pairs(
      'SELECT source_id, assignee_id FROM conversation WHERE assignee_id IS NOT NULL ORDER BY source_id',
    ),
    notes: pairs('SELECT id, text FROM note ORDER BY id'),
    replies: pairs('SELECT id, title FROM canned_reply ORDER BY id'),
    colors: pairs('SELECT name, color FROM tag ORDER BY name'),
  };
}

async function play(seed: number): Promise<void> {
  const random = dice(seed);
  const world = await TeamWorld.start();
  const names = ['one', 'two', 'three'];
  const made = new Set<string>();
  const note = () => {
    for (const console of world.consoles) for (const id of waitingIds(console)) made.add(id);
  };
  for (const name of names) await world.console(name);
  note();
  for (let step = 0; step < 120; step++) {
    const console = random.of(world.consoles);
    const fate = random.below(100);
    if (fate < 6) await console.setNetwork(false);
    else if (fate < 16) await console.setNetwork(true);
    else if (fate < 20) console.losesAnswers = true;
    else if (fate < 26) console.losesAnswers = false;
    else if (fate < 30) {
      // ends between what it stored and what the relay said of it, and goes on with what it had stored
      const name = console.storage.name.split('/').at(-2) ?? '';
      await world.leave(console);
      await world.console(name);
    } else if (fate < 40) await pause(random.below(20));
    else await act(console, world.consoles, random, step);
    note();
  }
  for (const console of world.consoles) {
    console.losesAnswers = false;
    await console.setNetwork(true);
    console.team.wake();
  }
  const settled = await world.settled(30_000);
  const log = await logOf(world);
  // each change once, and nothing but what persons did
  const acts = log.filter(({ change }) => change.kind !== 'agent' && change.kind !== 'account');
  expect(acts.map(({ id }) => id).sort()).toEqual([...made].sort());
  for (const console of world.consoles) expect(valueAt(console)).toEqual(valueOfLog(log));
  expect(settled.agents).toHaveLength(3);
  // a console that comes new shows the same
  await world.expireLog();
  await world.console('new');
  await world.settled(30_000);
  for (const console of world.consoles) expect(valueAt(console)).toEqual(valueOfLog(log));
}

describe('consoles that change the same things, are cut off, lose answers and are started again', () => {
  const seeds = (process.env.SEEDS ?? '1,2,3').split(',').map(Number);
  test.each(seeds)('agree on what the log says; nothing is lost or told twice (seed %i)', play, 90_000);
});
