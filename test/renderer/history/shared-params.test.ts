import { describe, expect, it } from 'vitest';
import { sharedParams } from '../../../src/renderer/screens/history/shared-params';

describe('what is said of all records of a cause', () => {
  it('holds the params that are the same for each, and leaves those of one record out', () => {
    const problems = [
      { code: 'HUBSPOT_REJECTED', params: { property: 'email', existingId: '1' } },
      { code: 'HUBSPOT_REJECTED', params: { property: 'email', existingId: '2' } },
    ] as const;
    expect(sharedParams(problems)).toEqual({ property: 'email' });
    expect(sharedParams(problems.slice(0, 1))).toEqual({ property: 'email', existingId: '1' });
    expect(sharedParams([])).toEqual({});
  });
});
