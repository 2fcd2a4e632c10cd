import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Relay } from '../../../src/relay/server';
import type { Sandbox } from '../../../src/sandbox/server';
import { controlCall } from '../../support/control-call';
import { LineConsole, type LineConsoleOptions } from './line-console';
import { offeredAccount } from './offered-account';
import { type StandIns, startStandIns } from './stand-ins';

const customerSchema = z.object({ userId: z.string() });
const sentSchema = z.object({ messages: z.array(z.looseObject({ id: z.string() })) });
const phoneSchema = z.object({
  messages: z.array(
    z.looseObject({
      id: z.string(),
      direction: z.enum(['in', 'out']),
      type: z.string(),
      body: z.looseObject({ text: z.string().optional() }),
    }),
  ),
});
const exchangeSchema = z.array(
  z.looseObject({
    seq: z.number(),
    host: z.string(),
    method: z.string(),
    path: z.string(),
    status: z.number(),
    requestHeaders: z.record(z.string(), z.string()),
    requestBody: z.string().nullable(),
    responseBody: z.string().nullable(),
  }),
);

/** The LINE stand-in and a relay on loopback, and consoles that work with them. Everything ends with the test. */
export class LineWorld {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly workspace: StandIns['workspace'];

  private constructor({ folder, sandbox, relay, workspace }: StandIns) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.relay = relay;
    this.workspace = workspace;
  }

  static async start(options: { friends?: number; messages?: number } = {}): Promise<LineWorld> {
    const { friends = 6, messages = 0 } = options;
    const sizes = { contacts: 12, friends, messages };
    const standIns = await startStandIns('line', { ...sizes, redeliveryDelaysMs: [200, 400] });
    onTestFinished(() => standIns.close());
    return new LineWorld(standIns);
  }

  /** The first Official Account. */
  get account(): Sandbox['officialAccounts'][number] {
    return offeredAccount(this.sandbox);
  }

  /** A console of the workspace on a data folder of this world; a second one with the same name takes over its data. */
  console(name = 'one', options: Partial<LineConsoleOptions> = {}): LineConsole {
    const console = new LineConsole({
      dataFolder: join(this.folder, name),
      endpoints: this.sandbox.endpoints,
      relay: { url: this.relay.url, ...this.workspace },
      ...options,
    });
    onTestFinished(() => console.stop());
    return console;
  }

  /** A started console that has connected the first account. */
  async connected(name = 'one', options: Partial<LineConsoleOptions> = {}): Promise<LineConsole> {
    const console = this.console(name, options);
    console.start();
    const { channelId, channelSecret } = this.account;
    await console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 1 });
    return console;
  }

  /** A new customer who has added the account. */
  async customer(displayName: string): Promise<string> {
    const { userId } = customerSchema.parse(await this.control('POST', '/line/customers', { displayName }));
    await this.control('POST', `/line/accounts/${this.account.botUserId}/follow`, { userId });
    return userId;
  }

  /** The customer writes; gives LINE's message ids. */
  async write(userId: string, ...messages: (string | Record<string, unknown>)[]): Promise<string[]> {
    const objects = messages.map((message) =>
      typeof message === 'string' ? { type: 'text', text: message } : message,
    );
    const sent = await this.control('POST', `/line/accounts/${this.account.botUserId}/send`, {
      userId,
      messages: objects,
    });
    return sentSchema.parse(sent).messages.map((message) => message.id);
  }

  /** What the customer's phone shows of the account's own messages. */
  async received(userId: string): Promise<z.infer<typeof phoneSchema>['messages']> {
    const path = `/line/accounts/${this.account.botUserId}/chats/${userId}/messages?limit=1000`;
    return phoneSchema.parse(await this.control('GET', path)).messages.filter((message) => message.direction === 'out');
  }

  /** The texts of the account's messages as the phone shows them. */
  async receivedTexts(userId: string): Promise<(string | undefined)[]> {
    return (await this.received(userId)).map((message) => message.body.text);
  }

  /** What was really said on the wire. */
  async exchanges(): Promise<z.infer<typeof exchangeSchema>> {
    return exchangeSchema.parse(await this.control('GET', '/line/exchanges'));
  }

  fault(rule: Record<string, unknown>): Promise<unknown> {
    return this.control('POST', '/faults', { service: 'line', ...rule });
  }

  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }
}
