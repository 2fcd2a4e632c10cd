import { z } from 'zod';
import type { LinePort } from '../../../src/engine/line';
import { conversationIdSchema } from '../../../src/shared/model/ids';
import { LineConsole } from './line-console';
import { outgoingText } from './outgoing-text';

/**
 * A console in a process of its own that sends messages and dies as by `kill -9` at a chosen step:
 * `beforeAttempt` = the message is queued, nothing else is written; `beforeCall` = the attempt's row is written, LINE was not
 * called; `afterAnswer` = LINE has answered, the answer is not written down; `whenTold` = the parent kills it.
 */
const taskSchema = z.object({
  dataFolder: z.string(),
  lineApi: z.string(),
  lineData: z.string(),
  relay: z.object({ url: z.string(), workspaceId: z.string(), deviceToken: z.string() }),
  secrets: z.array(z.tuple([z.string(), z.string()])),
  conversationId: conversationIdSchema,
  messages: z.array(z.object({ clientId: z.string(), text: z.string() })),
  crashAt: z.enum(['beforeAttempt', 'beforeCall', 'afterAnswer', 'whenTold']),
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

const console = new LineConsole({
  dataFolder: task.dataFolder,
  endpoints: { lineApi: task.lineApi, lineData: task.lineData },
  relay: task.relay,
  secrets: new Map(task.secrets),
  wrapLine: breaking,
});
// without the outbox running, `send` only stores
if (task.crashAt !== 'beforeAttempt') console.start();
process.stdout.write('sending\n');
for (const { clientId, text } of task.messages) {
  await console.chat.service.send(outgoingText(task.conversationId, text, clientId));
  process.stdout.write(`stored ${text}\n`);
}
if (task.crashAt === 'beforeAttempt') die();
