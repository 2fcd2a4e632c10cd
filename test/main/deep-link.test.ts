import { describe, expect, it } from 'vitest';
import { deepLinkOf, routeOfDeepLink } from '../../src/main/deep-link';

describe('lumo:// links', () => {
  it('opens a conversation or a contact by its plain id', () => {
    expect(routeOfDeepLink('lumo://conversation/12')).toBe('/chats/12');
    expect(routeOfDeepLink('lumo://contact/100001/')).toBe('/contacts/100001');
  });

  it.each([
    'lumo://conversation/12?x=1',
    'lumo://conversation/../../settings',
    'lumo://contact/1%2F2',
    'lumo://contact/abc',
    'lumo://run/format',
    'https://contact/1',
    'lumo://contact/123456789012345678901234567890',
    'javascript:alert(1)',
    '',
  ])('takes nothing from %s', (link) => {
    expect(routeOfDeepLink(link)).toBeNull();
  });

  it('finds the link among a program’s arguments', () => {
    expect(deepLinkOf(['electron', '--flag', 'lumo://contact/1'])).toBe('lumo://contact/1');
    expect(deepLinkOf(['electron', '.'])).toBeNull();
  });
});
