/** No test was run. */
export const NOTHING = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** Sums two counts. */
export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of a run. */
export function totalLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Counts of vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function fromVitest(report) {
  let { passed, failed, skipped } = NOTHING;
  for (const file of report.testResults) {
    const states = file.assertionResults.map((result) => result.status);
    passed += states.filter((state) => state === 'passed').length;
    const failures = states.filter((state) => state === 'failed').length;
    failed += file.status === 'failed' && failures === 0 ? 1 : failures;
    skipped += states.filter((state) => state !== 'passed' && state !== 'failed').length;
  }
  return { passed, failed, skipped };
}

/** Counts of Playwright's JSON report; errors outside of any test count as failures. */
export function fromPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}
