import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They have a command of their own: npm run test:chat.
    exclude: ['test/e2e/chat/**'],
    // One for each core of the smallest machine that this is run on: much of a test's time is waiting.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/tally-reporter.ts'],
  },
});
