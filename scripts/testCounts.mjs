/**
 * What a test run amounts to.
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped names of tests that did not run
 * @property {string[]} [secondTry] names of tests that passed only when they were run again
 */

/**
 * Reads vitest's JSON report (`vitest run --reporter=json`): `testResults[].assertionResults[].status` is one of
 * passed, failed, skipped, pending, todo, disabled; a file that could not be loaded has no assertions and fails as one.
 * @param {string} text
 * @returns {Counts}
 */
export function countVitest(text) {
  const report = JSON.parse(text);
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const file of report.testResults ?? []) {
    const results = file.assertionResults ?? [];
    for (const test of results) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(test.fullName ?? test.title);
    }
    const failedByItself =
      file.status === 'failed' && !results.some((/** @type {any} */ t) => t.status === 'failed');
    if (failedByItself) counts.failed += 1;
  }
  return counts;
}

/**
 * Reads Playwright's JSON report: `stats` counts tests by outcome (flaky ones passed at a second try: they count as
 * passed and are named, so that nobody overlooks them), `errors` are faults outside any test, such as a file that could not be loaded.
 * @param {string} text
 * @returns {Counts}
 */
export function countPlaywright(text) {
  const report = JSON.parse(text);
  const stats = report.stats ?? {};
  return {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: (stats.unexpected ?? 0) + (report.errors?.length ?? 0),
    skipped: specsThat(report.suites ?? [], 'skipped'),
    secondTry: specsThat(report.suites ?? [], 'flaky'),
  };
}

/**
 * @param {any[]} suites
 * @param {'skipped' | 'flaky'} status
 * @returns {string[]} titles of the tests that ended so
 */
function specsThat(suites, status) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((/** @type {any} */ spec) => spec.tests?.some((/** @type {any} */ t) => t.status === status))
      .map((/** @type {any} */ spec) => spec.title),
    ...specsThat(suite.suites ?? [], status),
  ]);
}
