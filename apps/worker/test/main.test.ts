import { expect, it } from 'vitest';
import { launch } from './support/worker-process.ts';

it('names every setting that is missing or wrong, and ends before it does anything', async () => {
  const worker = launch({
    DATABASE_URL: 'mysql://x',
    APP_SECRET: 'short',
    WA_WS_URL: 'https://web.whatsapp.com',
    DEMO: 'maybe',
  });
  expect(await worker.ended).toEqual({ code: 1, signal: null });
  const lines = worker.log().trim().split('\n');
  expect(lines[0]).toBe('Settings to correct:');
  for (const name of ['DATABASE_URL', 'APP_SECRET', 'WA_WS_URL', 'DEMO'])
    expect(lines.filter((line) => line.trim().startsWith(`${name}:`))).toHaveLength(1);
  expect(lines).toHaveLength(5);
});

it('ends with its reason when the database cannot be reached', async () => {
  const DATABASE_URL = 'postgres://nobody:secret-word@127.0.0.1:1/none';
  const worker = launch({ DATABASE_URL, APP_SECRET: 'x'.repeat(40) });
  expect(await worker.ended).toEqual({ code: 1, signal: null });
  expect(worker.log()).toContain('the worker could not start');
  expect(worker.log()).not.toContain('secret-word');
});
