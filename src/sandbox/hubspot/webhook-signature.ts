import { createHash, createHmac } from 'node:crypto';

const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/** The URI as version 3 hashes it: exactly twelve escapes are undone, all others stay (facts section 12, step 3). */
export function signedUri(uri: string): string {
  const hash = uri.indexOf('#');
  const bare = hash < 0 ? uri : uri.slice(0, hash);
  return bare.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decoded[code.toUpperCase()] ?? code);
}

/** `X-HubSpot-Signature-v3`: HMAC-SHA-256, base64. `timestamp` is epoch ms as sent in `X-HubSpot-Request-Timestamp`. */
export function signatureV3(secret: string, method: string, uri: string, body: string, timestamp: number): string {
  return createHmac('sha256', secret)
    .update(`${method}${signedUri(uri)}${body}${timestamp}`, 'utf8')
    .digest('base64');
}

/** `X-HubSpot-Signature` with version `v2`: workflow actions. SHA-256, hex. */
export function signatureV2(secret: string, method: string, uri: string, body: string): string {
  return createHash('sha256').update(`${secret}${method}${uri}${body}`, 'utf8').digest('hex');
}

/** `X-HubSpot-Signature` with version `v1`: CRM webhooks. SHA-256, hex. */
export function signatureV1(secret: string, body: string): string {
  return createHash('sha256').update(`${secret}${body}`, 'utf8').digest('hex');
}
