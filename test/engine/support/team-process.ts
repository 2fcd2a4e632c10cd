import { z } from 'zod';
import { TeamConsole } from './team-console';

/**
 * A console in a process of its own that shares changes and dies as by `kill -9` at a chosen step: `beforeAppend` = the change
 * is stored and no call was made; `afterAnswer` = the relay has it, its answer is not stored; `whenTold` = the parent kills it.
 */
const taskSchema = z.object({
  dataFolder: z.string(),
  device: z.object({ url: z.string(), workspaceId: z.string(), deviceToken: z.string() }),
  crashAt: z.enum(['beforeAppend', 'afterAnswer', 'whenTold']),
  texts: z.array(z.string()),
});
export type TeamTask = z.infer<typeof taskSchema>;

const task = taskSchema.parse(JSON.parse(process.env.TEAM_TASK ?? ''));
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // the signal ends the process before anything else can run
  for (;;);
};

let hasBegun = false;
const console = new TeamConsole({
  dataFolder: task.dataFolder,
  device: task.device,
  name: 'Fragile',
  onAppend: (moment) => {
    if (!hasBegun) return;
    if (task.crashAt === 'beforeAppend' && moment === 'leaves') die();
    if (task.crashAt === 'afterAnswer' && moment === 'answered') die();
  },
}).start();
process.stdout.write('begun\n');
const conversationId = console.conversation(1);
for (const text of task.texts) {
  hasBegun = true;
  await console.team.chat.addNote({ conversationId, text });
}
// the parent or the next step of the network ends it
setInterval(() => undefined, 1_000);
