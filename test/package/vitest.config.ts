import { defineConfig } from 'vitest/config';

/** The packages as users get them. Started by run.mjs, which makes them first. */
export default defineConfig({
  test: {
    include: ['test/package/*.test.mjs'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // They install, use and remove: in the order in which they are written.
    sequence: { shuffle: false },
  },
});
