import { describe, expect, it } from 'vitest';
import { add, fromPlaywright, fromVitest, NOTHING, totalLine } from '../../scripts/lib/totals.mjs';

describe('the total of a run', () => {
  it('is one line, with skipped tests only where there are any', () => {
    expect(totalLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(totalLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
    expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
      passed: 11,
      failed: 22,
      skipped: 33,
    });
  });

  it('counts a test file that could not be loaded as a failure', () => {
    const results = (...states) => states.map((status) => ({ status }));
    expect(
      fromVitest({
        testResults: [
          { status: 'passed', assertionResults: results('passed', 'passed', 'skipped', 'todo') },
          { status: 'failed', assertionResults: results('passed', 'failed') },
          { status: 'failed', assertionResults: [] },
        ],
      }),
    ).toEqual({ passed: 3, failed: 2, skipped: 2 });
    expect(fromVitest({ testResults: [] })).toEqual(NOTHING);
  });

  it('counts errors outside of any end-to-end test as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(fromPlaywright({ stats, errors: [] })).toEqual({ passed: 6, failed: 1, skipped: 2 });
    expect(fromPlaywright({ stats, errors: [{}] })).toEqual({ passed: 6, failed: 2, skipped: 2 });
  });
});
