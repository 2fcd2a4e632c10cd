import { expect, test } from 'vitest';
import { z } from 'zod';
import { startTrialHost } from '../../src/trial/trial-host';
import { temporaryFolder } from '../relay/relay-harness';

const world = { seed: 7, contacts: 60, friends: 12, messages: 150, redirectPort: 17_820 };
const chatSchema = z.object({ messages: z.array(z.looseObject({ id: z.string() })) });

async function newestTexts(customers: number, dataFolder: string): Promise<string[]> {
  const host = await startTrialHost({ ...world, dataFolder, customers }, () => undefined);
  try {
    await host.past;
    const texts: string[] = [];
    for (const { channelId } of host.ready.officialAccounts) {
      const base = `${host.ready.endpoints.control}/line/accounts/${channelId}`;
      const people = z
        .array(z.object({ userId: z.string(), lastWroteAt: z.number().nullable() }))
        .parse(await (await fetch(`${base}/customers?limit=50`)).json());
      for (const { userId, lastWroteAt } of people) {
        if (lastWroteAt === null || Date.now() - lastWroteAt > 60_000) continue;
        const { messages } = chatSchema.parse(await (await fetch(`${base}/chats/${userId}/messages`)).json());
        texts.push(JSON.stringify(messages.at(-1)));
      }
    }
    return texts;
  } finally {
    await host.close();
  }
}

test('in a new world some customers have just written, in different words, and a second start asks nothing again', async () => {
  const dataFolder = temporaryFolder();
  const first = await newestTexts(5, dataFolder);
  expect(first).toHaveLength(5);
  expect(new Set(first).size).toBe(5);
  expect(await newestTexts(5, dataFolder)).toEqual(first);
});
