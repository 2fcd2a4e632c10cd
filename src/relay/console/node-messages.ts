import { z } from 'zod';
import { presenceSchema } from '../../shared/relay-protocol';
import type { RelayLog } from '../log/relay-log';
import type { RelayLogger } from '../relay-logger';

/**
 * What the nodes of a relay tell each other about a workspace; none of it is kept, and each may get lost:
 * - `shows`: a connected console shows this; said again while it is connected.
 * - `left`: that connection is closed.
 * - `who`: a node got its first console of the workspace and does not know the others yet.
 * - `revoked`: the device must be cut.
 * - `channel`, `portal`: what was read of it before is out of date.
 * - `heard`: a webhook of this origin came (`line:<bot>`, `hubspot:<account>`).
 */
const nodeMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('shows'),
    node: z.string(),
    connection: z.string(),
    deviceId: z.string(),
    presence: presenceSchema,
  }),
  z.object({ type: z.literal('left'), node: z.string(), connection: z.string() }),
  z.object({ type: z.literal('who'), node: z.string() }),
  z.object({ type: z.literal('revoked'), deviceId: z.string() }),
  z.object({ type: z.literal('channel'), botUserId: z.string() }),
  z.object({ type: z.literal('portal'), portalId: z.string() }),
  z.object({ type: z.literal('heard'), origin: z.string(), at: z.number() }),
]);
export type NodeMessage = z.infer<typeof nodeMessageSchema>;
type Listener = (workspaceId: string, message: NodeMessage) => void;

/** Node-to-node talk over the log's `publish`. Hears what this node says, too. */
export class NodeTalk {
  readonly #log: RelayLog;
  readonly #logger: RelayLogger;
  readonly #listeners = new Set<Listener>();
  readonly #stop: () => void;

  constructor(log: RelayLog, logger: RelayLogger) {
    this.#log = log;
    this.#logger = logger;
    this.#stop = log.onPublished((workspaceId, text) => {
      const message = nodeMessageOf(text);
      if (message !== null) for (const listener of this.#listeners) listener(workspaceId, message);
    });
  }

  /** Says something to every node. Never fails: whoever misses it finds out later. */
  say(workspaceId: string, message: NodeMessage): void {
    this.#log.publish(workspaceId, JSON.stringify(message)).catch((error: unknown) => {
      this.#logger({ level: 'warn', event: 'nodes-not-told', type: message.type, message: String(error) });
    });
  }

  /** Returns the unsubscribe function. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }
}

/** Null = of a newer node, or nothing of ours. */
function nodeMessageOf(text: string): NodeMessage | null {
  try {
    const message = nodeMessageSchema.safeParse(JSON.parse(text));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
