import { expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { WholeWorld } from '../support/whole-world';

test('contacts are found by name, reading, address, number and time of the follow, with what was compared', async () => {
  const world = await WholeWorld.start();
  await world.control('POST', '/hubspot/properties/contacts', {
    name: 'read_as',
    label: '氏名（フリガナ）',
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
  });
  const console = await world.console();
  const byReading = await world.contact({ lastname: '東海林', firstname: '純', read_as: 'ショウジ ジュン' });
  const byAddress = await world.contact({ lastname: 'Other', email: 'jun.shoji@example.jp' });
  const byNumber = await world.contact({ lastname: 'Numbered', phone: '+81 90-7777-6666' });
  await console.engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email', 'phone', 'read_as'] });
  const { runId } = await eventually('started', () => console.engine.sync.start({ kind: 'full' }).catch(() => null));
  await eventually('ended', async () => (await console.engine.sync.run({ id: runId })).status !== 'running', 30_000);
  const userId = await world.stranger('しょうじ じゅん');
  await world.follow(userId);
  await world.write(userId, 'jun.shoji@example.jp です', '電話は 090 7777 6666');
  const friend = await console.unlinked('しょうじ じゅん');
  const found = await eventually('both', async () => {
    const list = await console.engine.links.candidates({ friendId: friend.friendId, text: '' });
    return list.length > 2 && list;
  });
  const of = (id: string) => found.find(({ contact }) => contact.id === id);
  expect(of(byAddress)?.evidence[0]).toMatchObject({ kind: 'emailInMessages', detail: 'jun.shoji@example.jp' });
  expect(of(byNumber)?.evidence[0]).toMatchObject({ kind: 'phoneInMessages', detail: '+81 90-7777-6666' });
  expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  expect(of(byReading)?.evidence.map(({ kind }) => kind)).toEqual(['sameReading', 'createdAroundFollow']);
  expect(of(byReading)?.evidence[0]?.detail).toBe('ショウジ ジュン');
  const [searched] = await console.engine.links.candidates({ friendId: friend.friendId, text: 'ショウジ' });
  expect(searched?.contact.id).toBe(byReading);
});
