/**
 * What a test run amounts to.
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped names of tests that did not run
 * @property {Failed[]} failures the tests that failed, as far as the report names them
 * @property {string[]} [secondTry] names of tests that passed only when they were run again, with what failed before as far as the report tells
 */

/**
 * @typedef {object} Failed
 * @property {string} title
 * @property {string} message what was said, the first lines of it, without colours
 */

/** Enough to see what was expected and where; the whole output is kept in a file. */
const mostLines = 12;

/** @param {string | undefined} text */
function beginningOf(text) {
  // eslint-disable-next-line no-control-regex -- colours are what is taken away here
  const plain = (text ?? '').replace(/\u001b\[[0-9;]*m/g, '');
  return plain.split('\n').slice(0, mostLines).join('\n').trimEnd();
}

/**
 * Reads vitest's JSON report (`vitest run --reporter=json`): `testResults[].assertionResults[].status` is one of
 * passed, failed, skipped, pending, todo, disabled; a file that could not be loaded has no assertions and fails as one. A test
 * that passed although it has `failureMessages` was run again (`retry`): it counts as passed and is named.
 * @param {string} text
 * @returns {Counts}
 */
export function countVitest(text) {
  const report = JSON.parse(text);
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [], failures: [], secondTry: [] };
  for (const file of report.testResults ?? []) {
    const results = file.assertionResults ?? [];
    for (const test of results) {
      if (test.status === 'passed') {
        counts.passed += 1;
        const [first] = test.failureMessages ?? [];
        if (first !== undefined)
          counts.secondTry?.push(`${test.fullName ?? test.title} (${beginningOf(first).split('\n')[0]})`);
      } else if (test.status === 'failed') {
        counts.failed += 1;
        counts.failures.push({
          title: test.fullName ?? test.title,
          message: beginningOf(test.failureMessages?.[0]),
        });
      } else counts.skipped.push(test.fullName ?? test.title);
    }
    const failedByItself =
      file.status === 'failed' && !results.some((/** @type {any} */ t) => t.status === 'failed');
    if (!failedByItself) continue;
    counts.failed += 1;
    counts.failures.push({ title: file.name ?? 'a file', message: beginningOf(file.message) });
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
    skipped: specsThat(report.suites ?? [], 'skipped').map(({ title }) => title),
    failures: [
      ...specsThat(report.suites ?? [], 'unexpected').map((spec) => ({
        title: spec.title,
        message: beginningOf(
          spec.tests
            ?.flatMap((/** @type {any} */ t) => t.results ?? [])
            .map((/** @type {any} */ result) => result.error?.message)
            .find((/** @type {unknown} */ message) => message !== undefined),
        ),
      })),
      ...(report.errors ?? []).map((/** @type {any} */ error) => ({
        title: 'outside any test',
        message: beginningOf(error.message),
      })),
    ],
    secondTry: specsThat(report.suites ?? [], 'flaky').map(({ title }) => title),
  };
}

/**
 * @param {any[]} suites
 * @param {'skipped' | 'flaky' | 'unexpected'} status
 * @returns {any[]} the tests that ended so
 */
function specsThat(suites, status) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? []).filter((/** @type {any} */ spec) =>
      spec.tests?.some((/** @type {any} */ t) => t.status === status),
    ),
    ...specsThat(suite.suites ?? [], status),
  ]);
}
