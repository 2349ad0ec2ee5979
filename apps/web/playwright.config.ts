import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '@tiktickets/services';
import { chromiumPath } from './e2e/env.ts';

const root = path.resolve(import.meta.dirname, '../..');
const browser = chromiumPath
  ? { path: chromiumPath, env: {} }
  : await findBrowser({ cacheDir: path.join(root, 'node_modules', '.cache', 'tiktickets-browser') });

/** Journeys through a whole installation: production build, real database, simulated WhatsApp. One at a time. */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: browser.path,
      // A microphone that hums, without asking.
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
      env: { ...browser.env },
    },
  },
  projects: [
    { name: 'desktop', testDir: 'e2e/desktop', use: { viewport: { width: 1366, height: 820 }, colorScheme: 'light' } },
    {
      name: 'phone',
      testDir: 'e2e/phone',
      use: {
        viewport: { width: 390, height: 844 },
        colorScheme: 'dark',
        isMobile: true,
        hasTouch: true,
        deviceScaleFactor: 2,
      },
    },
  ],
});
