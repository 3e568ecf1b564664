import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './testCounts.mjs';

describe("vitest's report", () => {
  it('is counted by test; one that passed only at the second try is named with what failed', () => {
    const report = {
      testResults: [
        {
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a', failureMessages: [] },
            { status: 'passed', fullName: 'again', failureMessages: ['\u001b[31mtoo late\u001b[39m\nat d'] },
            { status: 'failed', fullName: 'b', failureMessages: ['\u001b[31mexpected\u001b[39m 1\nat c'] },
            { status: 'skipped', fullName: 'c' },
          ],
        },
      ],
    };
    expect(countVitest(JSON.stringify(report))).toEqual({
      passed: 2,
      failed: 1,
      skipped: ['c'],
      failures: [{ title: 'b', message: 'expected 1\nat c' }],
      secondTry: ['again (too late)'],
    });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const report = {
      testResults: [{ status: 'failed', name: 'a.test.ts', message: 'no such file', assertionResults: [] }],
    };
    expect(countVitest(JSON.stringify(report))).toEqual({
      passed: 0,
      failed: 1,
      skipped: [],
      failures: [{ title: 'a.test.ts', message: 'no such file' }],
      secondTry: [],
    });
  });
});

describe("Playwright's report", () => {
  it('is counted by test; one that passed only at the second try is named', () => {
    const report = {
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 },
      errors: [{ message: 'a file could not be loaded' }],
      suites: [
        {
          suites: [
            {
              specs: [
                { title: 'later', tests: [{ status: 'skipped' }] },
                { title: 'again', tests: [{ status: 'flaky' }] },
                {
                  title: 'broken',
                  tests: [{ status: 'unexpected', results: [{ error: { message: 'not there' } }] }],
                },
              ],
            },
          ],
        },
      ],
    };
    expect(countPlaywright(JSON.stringify(report))).toEqual({
      passed: 4,
      failed: 2,
      skipped: ['later'],
      failures: [
        { title: 'broken', message: 'not there' },
        { title: 'outside any test', message: 'a file could not be loaded' },
      ],
      secondTry: ['again'],
    });
  });
});
