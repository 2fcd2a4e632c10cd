/**
 * The trial host: HubSpot and LINE stand-ins and a relay in one process. The app starts it as a utility process for "Try with the
 * sandbox", `npm run sandbox` starts it for people.
 */
import { isMainThread } from 'node:worker_threads';
import { parentLink } from './parent-link';
import { startTrialHost, type TrialHost } from './trial-host';
import { TRIAL_USAGE, trialOptionsFrom } from './trial-options';

/** An unfinished close must not keep an orphan alive. */
const CLOSE_LIMIT_MS = 5_000;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(TRIAL_USAGE);
    return;
  }
  const parent = parentLink();
  let host: TrialHost | null = null;
  let isStopping = false;
  const stop = (code: number): void => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    setTimeout(() => process.exit(code), CLOSE_LIMIT_MS).unref();
    void (host?.close() ?? Promise.resolve()).finally(() => process.exit(code));
  };
  parent.onGone(() => stop(0));
  try {
    host = await startTrialHost(trialOptionsFrom(args), (step) => parent.tell({ type: 'progress', step }));
    parent.tell(host.ready);
    await host.past;
  } catch (error) {
    if (isStopping) return;
    parent.tell({ type: 'failed', message: `The sandbox cannot start: ${sentenceOf(error)}` });
    stop(1);
  }
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('EADDRINUSE') ? `${message}. Choose other ports with --port-base.` : message;
}

// the writer thread of the relay's log loads this same bundle
if (isMainThread) {
  void main();
}
