import { defineConfig } from 'vitest/config';

/** Apart from the other tests: these need a finished build. */
export default defineConfig({
  test: {
    name: 'npm start',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
