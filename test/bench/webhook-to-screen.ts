import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { DesktopWorld } from './desktop-world';
import { until } from './engine-world';
import type { Row } from './report';
import { percentile } from './statistics';

const area = 'screen';
const messages = 50;

/** Notes in the page when the bubble of each message came into the document. Text, because it runs there. */
const watchBubbles = `
  globalThis.benchSeen = {};
  new MutationObserver(() => {
    for (const bubble of document.querySelectorAll('.chat-bubble')) {
      const text = bubble.textContent;
      if (text.startsWith('bench ')) benchSeen[text] ??= Date.now();
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });`;

/** From the customer's tap on "send" to the bubble in the open conversation: stand-in, webhook, relay, engine, window. */
export async function webhookToScreen(world: DesktopWorld): Promise<Row[]> {
  const { window } = world.app;
  const officialAccount = world.read<{ id: string }>('SELECT bot_user_id AS id FROM official_account')[0]?.id ?? '';
  const account = `/line/accounts/${officialAccount}`;
  const created = await world.trial.control('POST', '/line/customers', { displayName: '計測 花子' });
  const { userId } = z.object({ userId: z.string() }).parse(created);
  const write = (text: string) =>
    world.trial.control('POST', `${account}/send`, { userId, messages: [{ type: 'text', text }] });
  await world.trial.control('POST', `${account}/follow`, { userId });
  await write('こんにちは');
  const conversation = await until(
    'the conversation is there',
    () =>
      world.read<{ id: number }>('SELECT id FROM conversation WHERE source_id = ? AND last_message_at > 0', userId)[0],
  );
  await window.evaluate(`location.hash = '/chats/${conversation.id}'`);
  await window.locator('.chat-bubble').first().waitFor();
  await window.evaluate(watchBubbles);

  const toScreen: number[] = [];
  const toRelay: number[] = [];
  for (let i = 0; i < messages; i++) {
    const text = `bench ${i}`;
    const sentAt = Date.now();
    await write(text);
    toRelay.push(Date.now() - sentAt);
    const seenAt = await until('the bubble is there', () =>
      window.evaluate(`globalThis.benchSeen[${JSON.stringify(text)}]`),
    );
    toScreen.push(z.number().parse(seenAt) - sentAt);
    // People do not write in step with timers.
    await pause(20 + ((i * 37) % 80));
  }
  const figure = (percent: number, atMost: number): Row => ({
    area,
    name: `webhook to screen p${percent}`,
    value: percentile(toScreen, percent),
    unit: 'ms',
    bound: percentile(toRelay, percent),
    boundName: 'ms until the relay has it durably',
    aim: { of: 'value', atMost },
  });
  return [{ ...figure(50, 150), note: `${messages} messages, longest ${Math.max(...toScreen)} ms` }, figure(95, 300)];
}
