import { defineConfig } from 'vitest/config';

/** Apart from the other tests: these need a finished build. */
export default defineConfig({
  cacheDir: '../../node_modules/.cache/vitest-start',
  test: {
    name: 'npm start',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
