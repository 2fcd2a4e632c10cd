import { describe, expect, it } from 'vitest';
import { isStaleFull, isStaleRun } from '../../../src/renderer/screens/history/staleness';

const MINUTE = 60_000;

describe('freshness', () => {
  it('warns when changes were last read more than half an hour ago or never', () => {
    expect(isStaleRun(0, 30 * MINUTE)).toBe(false);
    expect(isStaleRun(0, 30 * MINUTE + 1)).toBe(true);
    expect(isStaleRun(null, 0)).toBe(true);
  });

  it('warns when everything was last read more than a day ago or never', () => {
    expect(isStaleFull(0, 24 * 60 * MINUTE)).toBe(false);
    expect(isStaleFull(0, 24 * 60 * MINUTE + 1)).toBe(true);
    expect(isStaleFull(null, 0)).toBe(true);
  });
});
