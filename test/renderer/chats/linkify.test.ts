import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify } from '../../../src/renderer/screens/chats/thread/content/linkify';

const linksOf = (text: string): string[] => linkify(text).flatMap((part) => (part.kind === 'link' ? [part.url] : []));
const shownOf = (text: string): string[] => linkify(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

describe('linkify', () => {
  it('opens https addresses and nothing else', () => {
    expect(linksOf('see https://example.com/a?b=c#d now')).toEqual(['https://example.com/a?b=c#d']);
    expect(linksOf('HTTPS://Example.com/X')).toEqual(['https://example.com/X']);
    for (const hostile of [
      'http://example.com',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,<script>alert(1)</script>',
      'lumo://settings',
      '//example.com/x',
      'https://',
      'https://localhost/x',
      'https:/example.com',
    ]) {
      expect(linksOf(hostile), hostile).toEqual([]);
    }
  });

  it('does not let a user name pass for a host', () => {
    expect(linksOf('https://line.me@evil.example/login')).toEqual([]);
    expect(linksOf('https://user:pass@evil.example/')).toEqual([]);
  });

  it('leaves the sentence around an address alone, also without a space', () => {
    expect(shownOf('(https://example.com/a_(b)), ok.')).toEqual(['https://example.com/a_(b)']);
    expect(shownOf('注文はhttps://example.com/r/1をご覧ください。')).toEqual(['https://example.com/r/1']);
    expect(shownOf('「https://example.com/r/1」です')).toEqual(['https://example.com/r/1']);
    expect(shownOf('https://example.com/?from=line(再発行)')).toEqual(['https://example.com/?from=line']);
    expect(shownOf('really https://example.com!?')).toEqual(['https://example.com']);
  });

  it('stops an address at direction marks, so that it cannot read backwards', () => {
    expect(shownOf('https://example.com/\u202Egnp.exe')).toEqual(['https://example.com/']);
    expect(shownOf('https://example.com\u200B.evil.example')).toEqual(['https://example.com']);
  });

  it('leaves an address that is longer than the system may open as text', () => {
    expect(linksOf(`https://example.com/${'a'.repeat(3000)}`)).toEqual([]);
  });

  it('never loses or adds a character, and every link is https', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('https://', 'http://', 'https://a.b/', '@', ')', '。', '\u202E', '<b>', '://', 'HTTPS://X.Y?'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const linked = linkify(text);
        expect(linked.map((part) => part.text).join('')).toBe(text);
        for (const part of linked) if (part.kind === 'link') expect(new URL(part.url).protocol).toBe('https:');
      }),
    );
  });

  it('comes to an end with a full message of brackets or of beginnings', () => {
    expect(linksOf(`https://a.example/${')'.repeat(4900)}`)).toEqual(['https://a.example/']);
    expect(linksOf('https://'.repeat(600))).toEqual([]);
    expect(shownOf(`https://a.example/${'()'.repeat(900)}`)).toHaveLength(1);
  });
});
