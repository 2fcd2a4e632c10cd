import { describe, expect, it } from 'vitest';
import { asFailure, Failure, npmFailure } from '../../scripts/lib/failure.mjs';

describe('a failure', () => {
  it('is one line with its cure, whatever it is made of', () => {
    expect(new Failure('A thing\n  broke.', 'Mend it.').message).toBe('A thing broke. Mend it.');
  });

  it('is known from the codes of the system', () => {
    expect(asFailure(Object.assign(new Error('x'), { code: 'ENOSPC' }))?.message).toMatch(
      /^The disk is full\..*Free about 2 GB/,
    );
    expect(asFailure(Object.assign(new Error('x'), { code: 'EACCES', path: '/a/b' }))?.message).toContain('(/a/b)');
    expect(asFailure(new Error('a defect'))).toBeNull();
    expect(asFailure('a text')).toBeNull();
  });

  it.each([
    ['npm error code ENOTFOUND\nnpm error request failed', /cannot be reached\. Check the network/],
    ['npm error code EAI_AGAIN', /cannot be reached/],
    ['npm error code ECONNREFUSED', /cannot be reached/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['npm error code EINTEGRITY', /npm cache clean/],
    ['npm error code ENOSPC\nnpm error nospc no space left on device', /disk is full/],
    ['npm error code EACCES', /right to/],
    ['npm error code E404', /does not have a package/],
    ['npm error code EUSAGE\nnpm error `npm ci` can only install packages when', /disagree/],
    ['npm error code ESTRANGE\nnpm error something odd', /ESTRANGE.*npm ping/],
  ])('explains npm: %s', (output, expected) => {
    const { message } = npmFailure('Fetching x', output);
    expect(message).toMatch(expected);
    expect(message).toMatch(/^Fetching x failed: /);
    expect(message).not.toContain('\n');
  });
});
