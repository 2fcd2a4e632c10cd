import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineDeps } from '../../../src/engine';
import type { Clock } from '../../../src/engine/core/clock';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { SyncRun } from '../../../src/shared/model/sync';
import { controlCall } from '../../support/control-call';
import { freePort } from '../../support/free-port';
import { readDatabase } from '../../support/read-database';
import { engineDeps, providersOf } from './engine-deps';
import { createFastClock } from './fast-clock';
import { memorySecrets } from './memory-secrets';
import { offeredSecrets } from './offered-account';
import { addProperties, answerConsent, type SignInEnd, signInToSandbox } from './sandbox-sign-in';
import { redirectUri } from './stand-ins';
import { runEnded, runSync } from './sync-run';

/** The properties that most tests add. */
export const usualProperties = [
  'firstname',
  'lastname',
  'email',
  'phone',
  'associatedcompanyid',
  'lifecyclestage',
  'hs_lead_status',
];

type WorldOptions = Pick<SandboxOptions, 'contacts' | 'friends'> & {
  clock?: Clock;
  limits?: EngineDeps['hubSpotLimits'];
  syncIntervalMinutes?: number;
};

/** A HubSpot stand-in over HTTP and one engine on a folder of its own. */
export class HubSpotWorld {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly clock: Clock;
  readonly secrets = new Map<string, string>();
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  readonly redirectPort: number;
  opened: string[] = [];
  engine: Engine;
  readonly #options: WorldOptions;

  private constructor(sandbox: Sandbox, clock: Clock, redirectPort: number, options: WorldOptions) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.redirectPort = redirectPort;
    this.#options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'lumo-engine-'));
    this.engine = this.createEngine();
  }

  static async start(options: WorldOptions = {}): Promise<HubSpotWorld> {
    const clock = options.clock ?? createFastClock(20);
    const redirectPort = await freePort();
    const sandbox = await startSandbox({
      dataFolder: null,
      contacts: options.contacts ?? 300,
      friends: options.friends ?? 10,
      messages: 0,
      now: clock.now,
      redirectUris: [redirectUri(redirectPort)],
    });
    return new HubSpotWorld(sandbox, clock, redirectPort, options);
  }

  /** Another engine on the same folder, as after a restart. */
  createEngine(): Engine {
    const { limits, syncIntervalMinutes = 0 } = this.#options;
    const engine = createEngine(
      engineDeps({
        ...providersOf(this.sandbox),
        clock: this.clock,
        log: (line) => this.log.push(line),
        dataFolder: this.folder,
        secrets: memorySecrets(this.secrets),
        redirectPort: this.redirectPort,
        relay: null,
        workspaceId: 'test',
        suggestedChannelSecrets: offeredSecrets(this.sandbox.officialAccounts),
        openSignIn: (url) => {
          this.opened.push(url);
          return Promise.resolve();
        },
        ...(limits === undefined ? {} : { hubSpotLimits: limits }),
        syncIntervalMinutes: () => syncIntervalMinutes,
      }),
    );
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  /** Signs in as a person would in the browser; `hubId` chooses the account. Returns the page that they see at the end. */
  async signIn(decision?: 'allow' | 'deny', hubId?: number): Promise<SignInEnd> {
    await this.engine.setup.connectHubSpot();
    return answerConsent(this.opened.at(-1) ?? '', decision, hubId);
  }

  /** Connected, with the usual properties added. */
  async connect(properties: readonly string[] = usualProperties): Promise<void> {
    await signInToSandbox(this.engine, () => this.opened.at(-1) ?? '');
    await addProperties(this.engine, properties);
  }

  /** Runs a sync to its end. */
  sync(kind: 'full' | 'incremental'): Promise<SyncRun> {
    return runSync(this.engine.sync, kind);
  }

  ended(runId: string, limitMs?: number): Promise<SyncRun> {
    return runEnded(this.engine.sync, runId, limitMs);
  }

  /** Reads the engine's database beside it. */
  read<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    return readDatabase(join(this.folder, 'lumo.db'), sql, ...parameters);
  }

  /** The scenario API. */
  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
