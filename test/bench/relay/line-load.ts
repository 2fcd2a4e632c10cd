import { createHmac } from 'node:crypto';
import type { LoadRequest } from './load-generator';
import { channelSecret, type ServerProcess } from './server-process';

/** As long as a longer message of a customer: about 700 bytes in all. */
const text = '先日の件でご連絡しました。'.repeat(17);

/** The bot user id of a workspace's only Official Account. */
export const botOf = (index: number): string => `U${index.toString(16).padStart(32, '0')}`;

/** Gives each workspace of a relay its Official Account. */
export async function registerAccounts({ url, ready }: ServerProcess): Promise<void> {
  for (const [index, { workspaceId, deviceToken }] of ready.workspaces.entries()) {
    const response = await fetch(`${url}/v1/workspaces/${workspaceId}/channels/${botOf(index)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${deviceToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channelId: String(2_000_000_000 + index), channelSecret }),
    });
    if (!response.ok) throw new Error(`the relay answered ${response.status}`);
  }
}

/** Webhooks with ids that never repeat; half of them for the first workspace, the rest over all. `stamp` goes into the text. */
export function lineWebhooks(workspaces: number, run: string, stamp: () => string = () => ''): () => LoadRequest {
  let count = 0;
  return () => {
    const number = count++;
    const bot = botOf(number % 2 === 0 ? 0 : number % Math.max(1, workspaces));
    const id = `${run}${number
      .toString(36)
      .toUpperCase()
      .padStart(26 - run.length, '0')}`;
    const event = {
      type: 'message',
      mode: 'active',
      timestamp: 1_790_000_000_000,
      webhookEventId: id,
      deliveryContext: { isRedelivery: false },
      source: { type: 'user', userId: 'U00000000000000000000000000000001' },
      message: { id: String(number), type: 'text', text: `${stamp()}${text}` },
    };
    const body = Buffer.from(JSON.stringify({ destination: bot, events: [event] }));
    const signature = createHmac('sha256', channelSecret).update(body).digest('base64');
    return { id, path: `/hooks/line/${bot}`, headers: { 'x-line-signature': signature }, body };
  };
}
