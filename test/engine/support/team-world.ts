import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { SqliteRelayLog } from '../../../src/relay/log/sqlite/sqlite-relay-log';
import type { Relay } from '../../../src/relay/server';
import { relayForTest, temporaryFolder } from '../../relay/relay-harness';
import { eventually } from './eventually';
import { TeamConsole, type TeamConsoleOptions } from './team-console';

/** A relay and consoles of one workspace, each on its own device and data. */
export class TeamWorld {
  readonly folder: string;
  readonly consoles: TeamConsole[] = [];
  relay: Relay;
  readonly #devices = new Map<string, { workspaceId: string; deviceToken: string }>();
  #workspaceId: string | null = null;

  private constructor(folder: string, relay: Relay) {
    this.folder = folder;
    this.relay = relay;
  }

  static async start(): Promise<TeamWorld> {
    const folder = temporaryFolder();
    return new TeamWorld(folder, await relayForTest({ dataFolder: join(folder, 'relay') }));
  }

  async device(name: string): Promise<{ url: string; workspaceId: string; deviceToken: string }> {
    let device = this.#devices.get(name);
    if (device === undefined) {
      const id = this.#workspaceId;
      device = await this.relay.createWorkspace(id === null ? { deviceName: name } : { id, deviceName: name });
      this.#workspaceId = device.workspaceId;
      this.#devices.set(name, device);
    }
    return { url: this.relay.url, ...device };
  }

  folderOf(name: string): string {
    return join(this.folder, name);
  }

  /** A started console; one with a name that was there before goes on with its data. */
  async console(name: string, options: Partial<TeamConsoleOptions> = {}): Promise<TeamConsole> {
    const device = await this.device(name);
    const console = new TeamConsole({ dataFolder: this.folderOf(name), device, name, ...options }).start();
    onTestFinished(() => console.stop());
    this.consoles.push(console);
    return console;
  }

  /** Takes a console out, whose data stays. */
  async leave(console: TeamConsole): Promise<void> {
    this.consoles.splice(this.consoles.indexOf(console), 1);
    await console.stop();
  }

  /** Time passes beyond the relay's retention: it keeps only the newest of each key. The relay is started anew. */
  async expireLog(): Promise<void> {
    const { port } = this.relay;
    const dataFolder = join(this.folder, 'relay');
    await this.relay.close();
    const log = await SqliteRelayLog.open({
      file: join(dataFolder, 'log.db'),
      now: Date.now,
      appendDeadlineMs: 1_500,
      maxQueueLength: 5_000,
      minFreeBytes: 0,
      onTrouble: () => undefined,
    });
    while ((await log.expire(Date.now() + 1_000, 500)) > 0);
    await log.close();
    this.relay = await relayForTest({ dataFolder, port });
  }

  /** Copies the relay's data; what is given starts the relay on that copy again. */
  async backUpRelay(): Promise<() => Promise<void>> {
    const { port } = this.relay;
    const dataFolder = join(this.folder, 'relay');
    const copy = join(this.folder, 'relay-copy');
    await this.relay.close();
    cpSync(dataFolder, copy, { recursive: true });
    this.relay = await relayForTest({ dataFolder, port });
    return async () => {
      await this.relay.close();
      this.relay = await relayForTest({ dataFolder: copy, port });
    };
  }

  /** Waits until everything is told and every console shows the same; gives that. */
  async settled(limitMs = 15_000): Promise<Record<string, unknown[]>> {
    const isTold = () => this.consoles.every((console) => console.isAllTold() && console.state === 'live');
    const first = () => this.consoles[0]?.shared() ?? {};
    const isAlike = () => {
      const expected = JSON.stringify(first());
      return isTold() && this.consoles.every((console) => JSON.stringify(console.shared()) === expected);
    };
    await eventually('all consoles agree', isAlike, limitMs).catch(() => {
      for (const console of this.consoles) expect(console.shared()).toEqual(first());
      expect(isTold()).toBe(true);
    });
    return first();
  }
}
