import { describe, expect, test } from 'vitest';
import { signatureV1, signatureV2, signatureV3, signedUri } from '../../../src/sandbox/hubspot/webhook-signature';

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';

describe('request signatures', () => {
  test('version 1 reproduces the published digest', () => {
    const body =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    expect(signatureV1(secret, body)).toBe('232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de');
  });

  test.each([
    ['GET', '', 'eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e'],
    ['POST', '{"example_field":"example_value"}', '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900'],
  ])('version 2 reproduces the published digest of a %s', (method, body, digest) => {
    expect(signatureV2(secret, method, 'https://www.example.com/webhook_uri', body)).toBe(digest);
  });

  test.each([
    [
      'POST',
      'https://relay.example.com/hooks/hubspot',
      '[{"eventId":1,"subscriptionType":"contact.creation","portalId":62515,"objectId":123,"occurredAt":1764547200000}]',
      'QgR1Ry7wiVFr8ubVHfj0afmNehJzkslGXu5Nd/1dGqw=',
    ],
    [
      'GET',
      'https://relay.example.com/card?portalId=62515&userEmail=a%40example.com&appId=9',
      '',
      'cqaAuMDk/tKXKdPRwGRXCV2AyR0zoJMaVSMyZmhGp6Y=',
    ],
    ['POST', 'https://relay.example.com/wf', '{"text":"こんにちは"}', 'izGwU30/vnA5d8n1jxXbcGlxGuTPK3SFMbmnnvs1ee8='],
  ])('version 3 of a %s to %s', (method, uri, body, signature) => {
    expect(signatureV3(secret, method, uri, body, 1764547200000)).toBe(signature);
  });

  test('exactly twelve escapes are undone, in either case, and the fragment goes', () => {
    expect(signedUri('https://a.example/%3a%2f%3F%40%21%24%27%28%29%2a%2C%3b?x=%20%26%3D%23#f')).toBe(
      "https://a.example/:/?@!$'()*,;?x=%20%26%3D%23",
    );
  });
});
