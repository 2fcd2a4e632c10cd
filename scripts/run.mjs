/**
 * The one door to every command of the repository: `node scripts/run.mjs <command>`.
 * Runs on Node 18 and newer with nothing installed; what a command needs is fetched first.
 */
import { fileURLToPath } from 'node:url';
import { asFailure } from './lib/failure.mjs';
import { rerunWithNewerNode } from './lib/node.mjs';

try {
  const [command = '', ...args] = process.argv.slice(2);
  const rerunCode = await rerunWithNewerNode(fileURLToPath(import.meta.url), process.argv.slice(2));
  if (rerunCode === null) {
    const { runCommand } = await import('./lib/commands.mjs');
    process.exitCode = await runCommand(command, args);
  } else {
    process.exitCode = rerunCode;
  }
} catch (error) {
  const failure = asFailure(error);
  console.error(failure === null ? error : `\n${failure.message}`);
  process.exitCode = 1;
}
// Servers that were started for a command (a virtual screen) must not keep this process alive.
process.exit();
