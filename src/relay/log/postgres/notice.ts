/** What a node tells the others. The node itself is named, so that it knows its own. */
export type Notice =
  | { readonly kind: 'commits'; readonly node: string; readonly heads: ReadonlyMap<string, number> }
  | { readonly kind: 'published'; readonly node: string; readonly workspaceId: string; readonly text: string };

/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;

/**
 * Payloads are lines, not JSON: escaping would make a long text too long. First line: what and who. Workspaces and nodes hold no
 * line breaks.
 */
export function commitPayloads(node: string, heads: ReadonlyMap<string, number>): string[] {
  const first = `commits ${node}`;
  const payloads: string[] = [];
  let payload = first;
  for (const [workspaceId, head] of heads) {
    const line = `\n${head} ${workspaceId}`;
    if (payload !== first && Buffer.byteLength(payload) + Buffer.byteLength(line) > MAX_PAYLOAD_BYTES) {
      payloads.push(payload);
      payload = first;
    }
    payload += line;
  }
  return payload === first ? payloads : [...payloads, payload];
}

/** The payload of a publication, see {@link commitPayloads}. */
export function publicationPayload(node: string, workspaceId: string, text: string): string {
  return `published ${node}\n${workspaceId}\n${text}`;
}

/** Null = not one of ours. */
export function parseNotice(payload: string): Notice | null {
  const [first = '', ...lines] = payload.split('\n');
  const [kind, node] = first.split(' ');
  if (node === undefined) {
    return null;
  }
  if (kind === 'published') {
    const [workspaceId = '', ...text] = lines;
    return { kind, node, workspaceId, text: text.join('\n') };
  }
  if (kind === 'commits') {
    const heads = lines.map((line): [string, number] => {
      const space = line.indexOf(' ');
      return [line.slice(space + 1), Number(line.slice(0, space))];
    });
    return { kind, node, heads: new Map(heads) };
  }
  return null;
}
