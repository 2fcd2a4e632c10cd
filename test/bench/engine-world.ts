import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createEngine, createRelayClient, type Engine, type EngineDeps, systemClock } from '../../src/engine';
import type { RelayPort } from '../../src/engine/relay/relay-port';
import { recommendedProperties } from '../../src/engine/sync/contact-properties';
import type { SyncRun } from '../../src/shared/model/sync';
import { engineDeps, providersOf } from '../engine/support/engine-deps';
import { eventually } from '../engine/support/eventually';
import { memorySecrets } from '../engine/support/memory-secrets';
import { offeredSecrets } from '../engine/support/offered-account';
import { addProperties, answerConsent } from '../engine/support/sandbox-sign-in';
import { freePort } from '../support/free-port';
import { readDatabase } from '../support/read-database';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';

const unlimited = { perTenSeconds: Number.POSITIVE_INFINITY, searchesPerSecond: Number.POSITIVE_INFINITY };
const countersSchema = z.object({ total: z.number(), routes: z.record(z.string(), z.object({ count: z.number() })) });
const tokensSchema = z.object({ accessToken: z.string() });
const lineAccountSchema = z.object({ channelId: z.string(), channelSecret: z.string() });

/** Sandbox and relay in a process of their own; the engine in this one, on files. */
export class EngineWorld {
  readonly trial: TrialProcess;
  readonly folder: string;
  readonly size: { contacts: number; friends: number; messages: number };
  readonly #redirectPort: number;
  readonly #secrets = new Map<string, string>();
  #engine: Engine | null = null;
  #consentUrl = '';

  private constructor(trial: TrialProcess, redirectPort: number, size: EngineWorld['size']) {
    this.trial = trial;
    this.#redirectPort = redirectPort;
    this.size = size;
    this.folder = mkdtempSync(join(tmpdir(), 'lumo-bench-'));
  }

  static async start(size: { contacts: number; friends: number; messages: number }): Promise<EngineWorld> {
    const redirectPort = await freePort();
    return new EngineWorld(await startTrialProcess({ ...size, redirectPort }), redirectPort, size);
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('The engine is not open.');
    return this.#engine;
  }

  get databaseFile(): string {
    return join(this.folder, 'lumo.db');
  }

  /** The token that the engine works with, for calls that measure the stand-in alone. */
  get accessToken(): string {
    return tokensSchema.parse(JSON.parse(this.#secrets.get('hubspot/tokens') ?? 'null')).accessToken;
  }

  /** Opens and starts an engine on the world's folder. `limits` null = HubSpot's limits are off on both sides. */
  async open(options: { limits: EngineDeps['hubSpotLimits'] | null; relay: RelayPort | null }): Promise<Engine> {
    const { ready } = this.trial;
    await this.trial.control('PUT', '/hubspot/limits', { isEnabled: options.limits !== null });
    this.#engine = createEngine(
      engineDeps({
        ...providersOf(ready),
        clock: systemClock,
        log: (line) => appendFileSync(join(this.folder, 'engine.log'), `${line}\n`),
        dataFolder: this.folder,
        secrets: memorySecrets(this.#secrets),
        redirectPort: this.#redirectPort,
        relay: options.relay,
        workspaceId: ready.relay.workspaceId,
        suggestedChannelSecrets: offeredSecrets(ready.officialAccounts),
        openSignIn: async (url) => {
          this.#consentUrl = url;
        },
        hubSpotLimits: options.limits ?? unlimited,
      }),
    );
    await this.#engine.start();
    return this.#engine;
  }

  /** A relay connection, and a promise of the moment in which it has caught up. */
  relay(): { port: RelayPort; live: Promise<void> } {
    const client = createRelayClient({ ...this.trial.ready.relay, now: Date.now, random: Math.random });
    let tellLive: () => void = () => undefined;
    const live = new Promise<void>((done) => {
      tellLive = done;
    });
    const port: RelayPort = {
      ...client,
      start: (options) =>
        client.start({
          ...options,
          onState(state, reason) {
            options.onState(state, reason);
            if (state === 'live') tellLive();
          },
        }),
    };
    return { port, live };
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.stop();
  }

  /** Signs in to the first account as a person would, and adds the recommended properties. */
  async connectHubSpot(): Promise<void> {
    await this.engine.setup.connectHubSpot();
    const accounts = z.object({ results: z.array(z.object({ hubId: z.number() })) });
    const found = accounts.parse(await this.trial.control('GET', '/hubspot/accounts'));
    await answerConsent(this.#consentUrl, 'allow', found.results[0]?.hubId);
    await until('HubSpot is connected', () => this.engine.setup.hubSpotState().state === 'connected');
    await addProperties(this.engine, recommendedProperties);
  }

  /** Connects the accounts that the sandbox offers, and makes more of them up to `count`, with a hundred friends each. */
  async connectLine(count = this.trial.ready.officialAccounts.length): Promise<void> {
    for (let index = this.engine.setup.officialAccounts().length; index < count; index++) {
      const made = this.trial.ready.officialAccounts[index] ?? (await this.#makeAccount(index));
      await this.engine.setup.connectLine({ ...made, sequenceNumber: index + 1 });
    }
  }

  async #makeAccount(index: number): Promise<{ channelId: string; channelSecret: string }> {
    const named = { displayName: `Branch ${index + 1}`, friends: 100 };
    return lineAccountSchema.parse(await this.trial.control('POST', '/line/accounts', named));
  }

  /** Runs a sync. `stepMs` = how long each step took. @throws Error unless it completed */
  async sync(kind: 'full' | 'incremental'): Promise<{ run: SyncRun; tookMs: number; stepMs: Map<string, number> }> {
    const startedAt = performance.now();
    const stepMs = new Map<string, number>();
    let step = 'properties';
    let stepAt = startedAt;
    const turn = (next: string) => {
      stepMs.set(step, (stepMs.get(step) ?? 0) + performance.now() - stepAt);
      [step, stepAt] = [next, performance.now()];
    };
    let stop = () => {};
    const ended = new Promise<void>((done) => {
      stop = this.engine.subscribe((event) => {
        if (event.type !== 'syncProgress') return;
        if (event.progress === null) done();
        else if (event.progress.step !== step) turn(event.progress.step);
      });
    });
    const { runId } = await this.engine.sync.start({ kind });
    await ended;
    turn('ended');
    const tookMs = performance.now() - startedAt;
    stop();
    const run = await this.engine.sync.run({ id: runId });
    if (run.status !== 'completed') throw new Error(`The ${kind} sync ended as ${run.status}: ${run.problem?.code}`);
    return { run, tookMs, stepMs };
  }

  /** Calls that the HubSpot stand-in has received since `forgetCalls`. */
  async calls(): Promise<z.infer<typeof countersSchema>> {
    return countersSchema.parse(await this.trial.control('GET', '/hubspot/counters'));
  }

  async forgetCalls(): Promise<void> {
    await fetch(`${this.trial.ready.endpoints.control}/hubspot/requests`, { method: 'DELETE' });
  }

  /** Reads the engine's database beside it. */
  read<RowOf>(sql: string, ...parameters: (string | number)[]): RowOf[] {
    return readDatabase(this.databaseFile, sql, ...parameters);
  }

  async stop(): Promise<void> {
    await this.close();
    await this.trial.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Asks every 10 ms until the answer is neither null, undefined nor false. @throws when it takes longer than `limitMs` */
export function until<Found>(
  what: string,
  ask: () => Found | Promise<Found>,
  limitMs = 60_000,
): Promise<Exclude<NonNullable<Found>, false>> {
  return eventually(what, ask, limitMs, 10);
}
