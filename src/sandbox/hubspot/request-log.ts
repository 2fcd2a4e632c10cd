import type { ObjectTypeName } from './object-types';
import { noWrites, writtenTypes } from './written-types';

/** One API call as the scenario API reports it. */
export type RecordedRequest = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly route: string;
  readonly hubId: number | null;
  readonly status: number;
  /** Cut at a few thousand characters; token calls are never kept. */
  readonly body: string;
};

const keptRequests = 1_000;
const keptBodyLength = 10_000;

/** Counts calls by route and keeps the newest ones, so that a test can see what was really sent. */
export class RequestLog {
  #recorded: RecordedRequest[] = [];
  #counts = new Map<string, { count: number; statuses: Record<string, number> }>();
  #writes = noWrites();

  /** Notes one finished call. */
  note(request: RecordedRequest): void {
    const key = `${request.method} ${request.route}`;
    const entry = this.#counts.get(key) ?? { count: 0, statuses: {} };
    entry.count += 1;
    entry.statuses[request.status] = (entry.statuses[request.status] ?? 0) + 1;
    this.#counts.set(key, entry);
    for (const type of writtenTypes(request.method, request.path)) this.#writes[type] += 1;
    this.#recorded.push({ ...request, body: request.body.slice(0, keptBodyLength) });
    if (this.#recorded.length > keptRequests * 2) this.#recorded = this.#recorded.slice(-keptRequests);
  }

  /** The newest calls, oldest first. */
  recorded(limit: number): readonly RecordedRequest[] {
    return this.#recorded.slice(-Math.min(limit, keptRequests));
  }

  /** Calls by `METHOD route`, with their statuses; `writes` are the calls that wrote, or tried to, by object type. */
  counters(): {
    readonly total: number;
    readonly routes: Readonly<Record<string, { readonly count: number; readonly statuses: Record<string, number> }>>;
    readonly writes: Readonly<Record<ObjectTypeName, number>>;
  } {
    const total = [...this.#counts.values()].reduce((sum, entry) => sum + entry.count, 0);
    return { total, routes: Object.fromEntries(this.#counts), writes: { ...this.#writes } };
  }

  /** Forgets everything. */
  clear(): void {
    this.#recorded = [];
    this.#counts = new Map();
    this.#writes = noWrites();
  }
}
