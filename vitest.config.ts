import { defineConfig } from 'vitest/config';

/** All packages in one run; `vitest run --project @tiktickets/core` for one of them. */
export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'tooling/*/vitest.config.ts',
      'scripts/vitest.config.ts',
    ],
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      reporter: ['text-summary', 'json-summary'],
      include: ['packages/*/src/**', 'apps/worker/src/**'],
      exclude: ['**/*.test.ts', '**/index.ts'],
      reportsDirectory: 'coverage',
    },
  },
});
