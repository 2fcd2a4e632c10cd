import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type RelayServerReady, type RelayServerTask, relayServerReadySchema } from './relay-server';

export const channelSecret = '8c570fa6dd201bb328f1c1eac23a96d8';

/** A server of the bench in its own process, with what it costs. */
export class ServerProcess {
  readonly ready: RelayServerReady;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(ready: RelayServerReady, child: ChildProcess, folder: string) {
    this.ready = ready;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(
    kind: RelayServerTask['kind'],
    { workspaces = 0, databaseUrl = null }: { workspaces?: number; databaseUrl?: string | null } = {},
  ): Promise<ServerProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'lumo-bench-relay-'));
    const task: RelayServerTask = { kind, dataFolder: folder, databaseUrl, workspaces, channelSecret };
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? ''], {
      env: { ...process.env, BENCH_RELAY_SERVER: JSON.stringify(task) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ready = await new Promise<RelayServerReady>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const parsed = relayServerReadySchema.safeParse(line.startsWith('{"port"') ? JSON.parse(line) : null);
        if (parsed.success) done(parsed.data);
      });
    });
    return new ServerProcess(ready, child, folder);
  }

  get url(): string {
    return `http://127.0.0.1:${this.ready.port}`;
  }

  /** Resident memory in bytes, all threads together. */
  residentBytes(): number {
    const text = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * 1024;
  }

  /** Processor time used so far, in ms, all threads together. */
  processorMs(): number {
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
