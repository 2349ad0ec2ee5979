import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openWorld } from '../channels/fixture.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../src/platform/setting-main.ts', import.meta.url));

it('an operator sets and resets the version from the command line, and learns what is wrong', async () => {
  await using world = await openWorld();
  const env = { ...process.env, DATABASE_URL: world.ownerUrl, APP_SECRET: world.appSecret };
  const set = (...values: string[]) => run(process.execPath, [main, ...values], { env });
  const stored = () => world.owner`select key, value from platform_settings`;
  expect((await set('wa-version', '2.3000.1030')).stdout).toBe('wa-version is 2.3000.1030\n');
  expect(await stored()).toEqual([{ key: 'wa-version', value: '2.3000.1030' }]);
  await expect(set('wa-version', 'newest')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/value/) });
  expect((await set('wa-version')).stdout).toBe('wa-version has its default again\n');
  expect(await stored()).toEqual([]);
});
