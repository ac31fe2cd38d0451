import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'test/e2e/**'],
    // Two workers: CI machines here have two cores, and servers under test want one of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
