import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether LINE signed these raw bytes with one of the secrets (line-api.md section 4.1). Time does not depend on the content. */
export function isLineSignature(rawBody: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  return isAnyOf(
    signature,
    secrets.map((secret) => createHmac('sha256', secret).update(rawBody).digest('base64')),
  );
}

/** HubSpot's signatures are good for five minutes, in both directions of the clock (hubspot-api.md section 12). */
export const HUBSPOT_SIGNATURE_WINDOW_MS = 300_000;

export interface HubSpotSignedRequest {
  readonly method: string;
  /** The full public URL that HubSpot called, query in its original order. */
  readonly uri: string;
  readonly rawBody: Uint8Array;
  readonly headers: Headers;
}

/**
 * Whether HubSpot signed the request for one of the app's client secrets (two while rotating): v3 where its headers are there.
 * Else v1, which only CRM webhooks use and which covers the body alone. v2 is for other routes and refused here.
 */
export function isHubSpotSignature(request: HubSpotSignedRequest, secrets: readonly string[], now: number): boolean {
  const v3 = request.headers.get('x-hubspot-signature-v3');
  const timestamp = request.headers.get('x-hubspot-request-timestamp');
  if (v3 !== null) {
    if (timestamp === null || !/^\d{1,16}$/.test(timestamp)) {
      return false;
    }
    if (Math.abs(now - Number(timestamp)) > HUBSPOT_SIGNATURE_WINDOW_MS) {
      return false;
    }
    const head = request.method + decodeHubSpotUri(request.uri);
    return isAnyOf(
      v3,
      secrets.map((secret) =>
        createHmac('sha256', secret).update(head).update(request.rawBody).update(timestamp).digest('base64'),
      ),
    );
  }
  const v1 = request.headers.get('x-hubspot-signature');
  if (v1 === null || request.headers.get('x-hubspot-signature-version') !== 'v1') {
    return false;
  }
  return isAnyOf(
    v1,
    secrets.map((secret) => createHash('sha256').update(secret).update(request.rawBody).digest('hex')),
  );
}

/** HubSpot decodes exactly these escapes before it signs, and leaves all others. */
const DECODED_ESCAPES = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** The URI as HubSpot signs it (hubspot-api.md section 12, step 3). */
export function decodeHubSpotUri(uri: string): string {
  return uri.replace(DECODED_ESCAPES, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));
}

/** Compares with every candidate, in constant time each, so that neither a match nor its place shows in the timing. */
function isAnyOf(given: string, expected: readonly string[]): boolean {
  const givenBytes = Buffer.from(given);
  let isMatch = false;
  for (const candidate of expected) {
    const bytes = Buffer.from(candidate);
    if (bytes.length === givenBytes.length && timingSafeEqual(bytes, givenBytes)) {
      isMatch = true;
    }
  }
  return isMatch;
}
