import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/no-stray-failures.ts'],
    testTimeout: 40_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
  },
});
