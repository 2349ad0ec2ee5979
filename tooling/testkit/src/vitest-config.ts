import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The vitest configuration of every package. `database: false` for packages that must not need one. */
export function testConfig(options: { database?: boolean } = {}): ViteUserConfig {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return defineConfig({
    test: {
      include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
      globalSetup: options.database === false ? [] : [here('./global-setup.ts')],
      setupFiles: [here('./no-network.ts')],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  });
}
