import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ConsoleApp, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { freePort } from '../support/free-port';
import { readDatabase } from '../support/read-database';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { chooseSandbox, connectOfficialAccounts, signInToHubSpot, startFirstSync } from '../support/wizard';
import { until } from './engine-world';
import type { Row } from './report';
import { bestLoopDelayMs } from './statistics';

/** So many that the pages and companies of one full sync fit into one window of HubSpot's limit: nothing waits. */
const size = { contacts: 12_000, friends: 60, messages: 600 };

/** Watches the main loop of Electron's main process; run there. */
const watchLoop = () => {
  const delay = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  Object.assign(globalThis, { benchDelay: delay });
};
const readLoop = () => {
  const delay: { percentile(percent: number): number; max: number } = Reflect.get(globalThis, 'benchDelay');
  return { p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 };
};

/** The real console beside a sandbox of its own, set up through the wizard. */
export class DesktopWorld {
  readonly trial: TrialProcess;
  readonly profile = newProfile();
  #app: ConsoleApp | null = null;

  private constructor(trial: TrialProcess) {
    this.trial = trial;
  }

  static async start(): Promise<DesktopWorld> {
    return new DesktopWorld(await startTrialProcess({ ...size, redirectPort: await freePort() }));
  }

  get app(): ConsoleApp {
    if (this.#app === null) throw new Error('The console is not open.');
    return this.#app;
  }

  /** Goes through the wizard as a person does and waits for the first sync; its main loop is watched. */
  async setUp(): Promise<Row[]> {
    this.#app = await launchConsole({ profile: this.profile, env: this.trial.env });
    const { electron, window } = this.#app;
    await chooseSandbox(window);
    await signInToHubSpot(this.#app);
    await connectOfficialAccounts(window);
    await electron.evaluate(watchLoop);
    await startFirstSync(window);
    await until('the first sync is over', () => this.read("SELECT 1 FROM sync_run WHERE status LIKE 'completed%'")[0]);
    const { p99Ms, maxMs } = await electron.evaluate(readLoop);
    return [
      {
        area: 'electron',
        name: `main loop delay p99, first sync of ${size.contacts.toLocaleString('en')}`,
        value: p99Ms,
        unit: 'ms',
        bound: await bestLoopDelayMs(),
        boundName: 'ms of 5 ms slices',
        aim: { of: 'value', atMost: 16 },
        note: `longest ${maxMs.toFixed(1)} ms; Electron's main process, with the wizard and the dashboard on screen`,
      },
    ];
  }

  /** Reads the console's database beside it; nothing before there is one. */
  read<RowOf>(sql: string, ...parameters: (string | number)[]): RowOf[] {
    const file = join(this.profile, 'sandbox', 'lumo.db');
    if (!existsSync(file)) return [];
    return readDatabase(file, sql, ...parameters);
  }

  async quit(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    await app?.quit();
  }

  async stop(): Promise<void> {
    await this.quit();
    await this.trial.stop();
    removeProfile(this.profile);
  }
}
