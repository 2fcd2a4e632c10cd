import { z } from 'zod';
import type { LinePort } from '../../../src/engine/line';
import type { RelayPort } from '../../../src/engine/relay/relay-port';
import { conversationIdSchema } from '../../../src/shared/model/ids';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { MESSAGE_SENT_KIND } from '../../../src/shared/relay-protocol';
import { LineConsole } from './line-console';
import { outgoingText } from './outgoing-text';

/**
 * A console in a process of its own that sends messages and dies as by `kill -9` at a chosen step:
 * `beforeAttempt` = the message is queued, nothing else is written; `beforeUpload` = its file is not on the relay; `afterUpload` = it
 * is, and its address is not written down; `beforeCall` = the attempt's row is written, LINE was not called; `afterAnswer` = LINE
 * has answered, the answer is not written down; `beforeShare` = the other consoles were not told; `whenTold` = the parent kills it.
 */
const taskSchema = z.object({
  dataFolder: z.string(),
  lineApi: z.string(),
  lineData: z.string(),
  relay: z.object({ url: z.string(), workspaceId: z.string(), deviceToken: z.string() }),
  secrets: z.array(z.tuple([z.string(), z.string()])),
  conversationId: conversationIdSchema,
  /** A file goes before the text, as a bubble of its own; what is planned goes so many ms after it was written. */
  messages: z.array(
    z.object({
      clientId: z.string(),
      text: z.string(),
      fileId: z.string().nullable().default(null),
      inMs: z.number().nullable().default(null),
    }),
  ),
  crashAt: z.enum([
    'beforeAttempt',
    'beforeUpload',
    'afterUpload',
    'beforeCall',
    'afterAnswer',
    'beforeShare',
    'whenTold',
  ]),
});
export type ConsoleTask = z.input<typeof taskSchema>;

const task = taskSchema.parse(JSON.parse(process.env.CONSOLE_TASK ?? ''));
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // the signal ends the process before anything else can run
  for (;;);
};

function breaking(port: LinePort): LinePort {
  return {
    channel(channelId, channelSecret) {
      const channel = port.channel(channelId, channelSecret);
      const around = <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) => {
        return async (...args: Args): Promise<Answer> => {
          if (task.crashAt === 'beforeCall') die();
          const answer = await call(...args);
          if (task.crashAt === 'afterAnswer') die();
          return answer;
        };
      };
      return { ...channel, reply: around(channel.reply), push: around(channel.push) };
    },
  };
}

function breakingRelay(relay: RelayPort): RelayPort {
  return {
    ...relay,
    async putFile(file) {
      if (task.crashAt === 'beforeUpload') die();
      const stored = await relay.putFile(file);
      if (task.crashAt === 'afterUpload') die();
      return stored;
    },
    async append(events) {
      if (task.crashAt === 'beforeShare' && events.some(({ kind }) => kind === MESSAGE_SENT_KIND)) die();
      return relay.append(events);
    },
  };
}

const console = new LineConsole({
  dataFolder: task.dataFolder,
  endpoints: { lineApi: task.lineApi, lineData: task.lineData },
  relay: task.relay,
  secrets: new Map(task.secrets),
  wrapLine: breaking,
  wrapRelay: breakingRelay,
});
// without the outbox running, `send` only stores
if (task.crashAt !== 'beforeAttempt') console.start();
process.stdout.write('sending\n');
for (const { clientId, text, fileId, inMs } of task.messages) {
  const call = outgoingText(task.conversationId, text, clientId);
  const contents: OutgoingContent[] = fileId === null ? call.contents : [{ type: 'image', fileId }, ...call.contents];
  await console.chat.service.send({ ...call, contents, sendAt: inMs === null ? null : Date.now() + inMs });
  process.stdout.write(`stored ${text}\n`);
}
if (task.crashAt === 'beforeAttempt') die();
