import { defineConfig } from 'vitest/config';

/** Unit tests sit beside the code they test; the real Electron is driven by Playwright in test/e2e. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'test/helpers/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    // Two time zones would hide a bug each; the suite runs in one that is neither UTC nor ours. See docs/testing.md.
    env: { TZ: 'America/St_Johns' },
  },
});
