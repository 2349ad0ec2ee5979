import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname, 'src') } },
  test: { name: '@tiktickets/web', include: ['test/**/*.test.{ts,tsx}'] },
});
