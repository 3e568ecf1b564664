import { defineConfig } from 'vitest/config';

/** Tests against real servers (sshd, Postfix, Cyrus). They share ports, users and two cores: one after the other. */
export default defineConfig({
  test: {
    include: ['test/ssh/**/*.test.ts', 'test/lab/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Real servers on a busy computer are now and then later than a test thinks; such a test is run again once and named.
    retry: 1,
  },
});
