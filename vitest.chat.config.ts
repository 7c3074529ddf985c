import { defineConfig } from 'vitest/config';
import all from './vitest.config.ts';

/** The chat in real chat clients: slower than the rest, so it has a command of its own. */
export default defineConfig({
  test: { ...all.test, include: ['test/e2e/chat/**/*.test.ts'], exclude: [], maxWorkers: 1 },
});
