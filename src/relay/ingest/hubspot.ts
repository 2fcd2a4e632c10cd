import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewLogEvent } from '../log/relay-log';
import { Refusal } from '../refusal';
import { parseJsonBytes } from './json-bytes';
import { type HubSpotSignedRequest, isHubSpotSignature } from './signature';

const portalIdSchema = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);

/** Only what the relay needs; the console parses the rest (hubspot-api.md section 11.4). */
const hubspotBodySchema = z.array(z.looseObject({ portalId: portalIdSchema }));

type HubSpotEvent = z.infer<typeof hubspotBodySchema>[number];

export interface HubSpotIngest {
  readonly clientSecrets: readonly string[];
  readonly now: number;
  workspaceOfPortal(portalId: string): Promise<string | null>;
}

export interface AdmittedHubSpotWebhook {
  readonly entries: NewLogEvent[];
  /** Those that a workspace has. */
  readonly portals: readonly { readonly portalId: string; readonly workspaceId: string }[];
}

/**
 * Checks a HubSpot webhook and gives the entries to store: one per known account in it. A body with events of one account is kept
 * as its raw bytes; one that mixes accounts is divided, so that no workspace sees another's events.
 * @throws Refusal: 401 forged or too old, 400 not a HubSpot body, 404 when no account in it is known.
 */
export async function admitHubSpotWebhook(
  request: HubSpotSignedRequest,
  ingest: HubSpotIngest,
): Promise<AdmittedHubSpotWebhook> {
  if (!isHubSpotSignature(request, ingest.clientSecrets, ingest.now)) {
    throw new Refusal(401, 'SIGNATURE_WRONG', 'The signature is missing, too old, or does not match.');
  }
  const parsed = parseJsonBytes(request.rawBody);
  const body = hubspotBodySchema.safeParse(parsed);
  if (!body.success || !Array.isArray(parsed)) {
    throw new Refusal(400, 'BODY_MALFORMED', 'The body is no HubSpot webhook.');
  }
  const byPortal = Map.groupBy(body.data, (event) => event.portalId);
  const entries: NewLogEvent[] = [];
  const portals: { portalId: string; workspaceId: string }[] = [];
  for (const [portalId, events] of byPortal) {
    const workspaceId = await ingest.workspaceOfPortal(portalId);
    if (workspaceId === null) {
      continue;
    }
    portals.push({ portalId, workspaceId });
    // the originals, not the parsed ones: the schema turned portal ids into strings
    const originals = parsed.filter((_, index) => body.data[index]?.portalId === portalId);
    const bytes = byPortal.size === 1 ? request.rawBody : new TextEncoder().encode(JSON.stringify(originals));
    const meta = JSON.stringify({ portalId });
    entries.push({ workspaceId, source: 'hubspot', id: hubspotBodyId(events), meta, body: bytes });
  }
  if (entries.length === 0 && body.data.length > 0) {
    throw new Refusal(404, 'UNKNOWN_PORTAL', 'No workspace has this HubSpot account.');
  }
  return { entries, portals };
}

/**
 * The same for every attempt to deliver the same events. `attemptNumber` counts the attempts and `eventId` is not promised unique
 * (hubspot-api.md section 11.4), so neither takes part.
 */
function hubspotBodyId(events: readonly HubSpotEvent[]): string {
  const keys = events.map(({ attemptNumber: _attempt, eventId: _eventId, ...stable }) =>
    JSON.stringify(Object.entries(stable).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  return createHash('sha256').update(JSON.stringify(keys.sort())).digest('base64url');
}
