import { Worker } from 'node:worker_threads';
import { LOG_SCHEMA_STEPS } from './log-schema';
import {
  callWriter,
  LogWriter,
  WRITER_ROLE,
  WRITER_URL,
  type WriterAnswer,
  type WriterCall,
  type WriterMethods,
} from './log-writer';

/** The writer as its owner sees it. Calls reject when they fail, or when the thread died: what was in flight may be stored. */
export interface LogWriterHandle {
  readonly isWorker: boolean;
  /** True when nothing can be asked any more: another writer must be started. */
  readonly isDead: boolean;
  call<Name extends keyof WriterMethods>(
    name: Name,
    ...args: Parameters<WriterMethods[Name]>
  ): Promise<ReturnType<WriterMethods[Name]>>;
  close(): Promise<void>;
}

/** For the thread itself to come up; bringing an old file up to date may take as long as it needs. */
const THREAD_START_LIMIT_MS = 10_000;
const THREAD_RUNS = 0;
const LOG_IS_OPEN = 1;

/** Starts the writer in its own thread, so that a slow disk does not hold up the event loop. Rejects when it cannot start. */
export async function spawnLogWriter(file: string): Promise<LogWriterHandle> {
  const worker = new Worker(WRITER_URL, { workerData: { role: WRITER_ROLE, file, schemaSteps: LOG_SCHEMA_STEPS } });
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextCallId = 2;
  let deathReason: Error | null = null;
  const die = (reason: Error): void => {
    deathReason ??= reason;
    for (const { reject } of pending.values()) {
      reject(deathReason);
    }
    pending.clear();
  };
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => die(new Error('the log writer thread has ended')));
  worker.on('message', (answer: WriterAnswer) => {
    const call = pending.get(answer.callId);
    pending.delete(answer.callId);
    if ('error' in answer) {
      call?.reject(new Error(answer.error));
    } else {
      call?.resolve(answer.value);
    }
  });
  const expectAnswer = (callId: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      pending.set(callId, { resolve, reject });
    });
  const ask = (call: WriterCall): Promise<unknown> => {
    if (deathReason !== null) {
      return Promise.reject(deathReason);
    }
    const callId = nextCallId++;
    const answer = expectAnswer(callId);
    worker.postMessage({ callId, call });
    return answer;
  };

  const timer = setTimeout(() => {
    die(new Error('the log writer thread did not start'));
    void worker.terminate();
  }, THREAD_START_LIMIT_MS);
  const isOpen = expectAnswer(LOG_IS_OPEN);
  await Promise.all([expectAnswer(THREAD_RUNS).finally(() => clearTimeout(timer)), isOpen]);
  return {
    isWorker: true,
    get isDead() {
      return deathReason !== null;
    },
    // the thread runs the methods of LogWriter, so its answers have their types
    call: async <Name extends keyof WriterMethods>(name: Name, ...args: Parameters<WriterMethods[Name]>) =>
      (await ask({ name, args } as WriterCall)) as ReturnType<WriterMethods[Name]>,
    close: async () => {
      if (deathReason === null) {
        await ask({ name: 'close', args: [] });
        await worker.terminate();
      }
    },
  };
}

/** The same writer on the calling thread: for hosts that cannot start threads from their bundle. */
export function openInlineLogWriter(file: string): LogWriterHandle {
  const writer = new LogWriter(file, LOG_SCHEMA_STEPS);
  return {
    isWorker: false,
    isDead: false,
    call: async <Name extends keyof WriterMethods>(name: Name, ...args: Parameters<WriterMethods[Name]>) =>
      callWriter(writer, { name, args } as WriterCall) as ReturnType<WriterMethods[Name]>,
    close: async () => writer.close(),
  };
}
