import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/no-stray-failures.ts'],
    testTimeout: 15_000,
    hookTimeout: 15_000,
    maxWorkers: 2,
  },
});
