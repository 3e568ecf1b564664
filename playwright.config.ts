import { defineConfig } from '@playwright/test';

/** The real Electron, one window at a time: two cores do not make two of them honest. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Electron under a virtual display now and then does not come up on a busy computer; such a test is run again once and named as flaky.
  retries: 1,
  reporter: [['list']],
});
