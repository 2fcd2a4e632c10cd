import { describe, expect, test } from 'vitest';
import { decodeHubSpotUri, isHubSpotSignature, isLineSignature } from '../../src/relay/ingest/signature';
import { HUBSPOT_SECRET } from './relay-harness';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const LINE_SECRET = '8c570fa6dd201bb328f1c1eac23a96d8';
const LINE_EMPTY = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
const LINE_ESCAPED =
  '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[{"type":"message","message":{"type":"text","text":"\\uD83E\\uDD28"}}]}';

describe('LINE signatures', () => {
  test("LINE's published example is accepted", () => {
    expect(isLineSignature(bytes(LINE_EMPTY), 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=', [LINE_SECRET])).toBe(
      true,
    );
  });

  test('the raw bytes are signed, not the parsed and printed ones', () => {
    const signature = 'ym3+utwjO7lOHOLPoQbYbx9IYiZd2Zu5hysXWHO6WTM=';
    expect(isLineSignature(bytes(LINE_ESCAPED), signature, [LINE_SECRET])).toBe(true);
    const printed = bytes(JSON.stringify(JSON.parse(LINE_ESCAPED)));
    expect(isLineSignature(printed, signature, [LINE_SECRET])).toBe(false);
  });

  test('both secrets are accepted while one replaces the other, and no third one', () => {
    const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';
    expect(isLineSignature(bytes(LINE_EMPTY), signature, ['another-secret', LINE_SECRET])).toBe(true);
    expect(isLineSignature(bytes(LINE_EMPTY), signature, ['another-secret'])).toBe(false);
    expect(isLineSignature(bytes(LINE_EMPTY), '', [LINE_SECRET])).toBe(false);
  });
});

describe('HubSpot signatures', () => {
  const at = 1_764_547_200_000;
  const v3 = (signature: string, timestamp = String(at)): Headers =>
    new Headers({ 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp });
  const webhook = {
    method: 'POST',
    uri: 'https://relay.example.com/hooks/hubspot',
    rawBody: bytes(
      '[{"eventId":1,"subscriptionType":"contact.creation","portalId":62515,"objectId":123,"occurredAt":1764547200000}]',
    ),
  };
  const signature = 'QgR1Ry7wiVFr8ubVHfj0afmNehJzkslGXu5Nd/1dGqw=';

  test.each([
    ['a webhook', webhook, signature],
    [
      'a query with escapes that HubSpot decodes',
      {
        method: 'GET',
        uri: 'https://relay.example.com/card?portalId=62515&userEmail=a%40example.com&appId=9',
        rawBody: bytes(''),
      },
      'cqaAuMDk/tKXKdPRwGRXCV2AyR0zoJMaVSMyZmhGp6Y=',
    ],
    [
      'a body beyond ASCII',
      { method: 'POST', uri: 'https://relay.example.com/wf', rawBody: bytes('{"text":"こんにちは"}') },
      'izGwU30/vnA5d8n1jxXbcGlxGuTPK3SFMbmnnvs1ee8=',
    ],
  ])('v3 is accepted for %s', (_name, request, good) => {
    expect(isHubSpotSignature({ ...request, headers: v3(good) }, [HUBSPOT_SECRET], at)).toBe(true);
    expect(isHubSpotSignature({ ...request, headers: v3(good) }, ['another'], at)).toBe(false);
  });

  test('v3 is refused when it is more than five minutes old or ahead, or without a readable time', () => {
    const request = { ...webhook, headers: v3(signature) };
    expect(isHubSpotSignature(request, [HUBSPOT_SECRET], at + 300_000)).toBe(true);
    expect(isHubSpotSignature(request, [HUBSPOT_SECRET], at + 300_001)).toBe(false);
    expect(isHubSpotSignature(request, [HUBSPOT_SECRET], at - 300_001)).toBe(false);
    expect(isHubSpotSignature({ ...webhook, headers: v3(signature, 'soon') }, [HUBSPOT_SECRET], at)).toBe(false);
    const untimed = new Headers({ 'x-hubspot-signature-v3': signature });
    expect(isHubSpotSignature({ ...webhook, headers: untimed }, [HUBSPOT_SECRET], at)).toBe(false);
  });

  const legacyBody = bytes(
    '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]',
  );
  const v1Signature = '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de';

  test("v1 is accepted where v3 is absent: HubSpot's published example", () => {
    const headers = new Headers({ 'x-hubspot-signature': v1Signature, 'x-hubspot-signature-version': 'v1' });
    expect(isHubSpotSignature({ ...webhook, rawBody: legacyBody, headers }, [HUBSPOT_SECRET], at)).toBe(true);
  });

  test('a good v1 does not help a wrong v3, and v2 is not accepted', () => {
    const headers = v3('wrong');
    headers.set('x-hubspot-signature', v1Signature);
    headers.set('x-hubspot-signature-version', 'v1');
    expect(isHubSpotSignature({ ...webhook, rawBody: legacyBody, headers }, [HUBSPOT_SECRET], at)).toBe(false);
    const v2 = new Headers({
      'x-hubspot-signature': '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
      'x-hubspot-signature-version': 'v2',
    });
    const request = {
      method: 'POST',
      uri: 'https://www.example.com/webhook_uri',
      rawBody: bytes('{"example_field":"example_value"}'),
      headers: v2,
    };
    expect(isHubSpotSignature(request, [HUBSPOT_SECRET], at)).toBe(false);
  });

  test('exactly the escapes that HubSpot decodes are decoded', () => {
    expect(decodeHubSpotUri('https://h/p?a=%3a%2F%3f%40%21%24%27%28%29%2a%2C%3B')).toBe("https://h/p?a=:/?@!$'()*,;");
    expect(decodeHubSpotUri('https://h/p?a=%20%25%26%3D%2B%E3%81%82')).toBe('https://h/p?a=%20%25%26%3D%2B%E3%81%82');
  });
});
