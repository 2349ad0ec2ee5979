import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '@tiktickets/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, type Run } from './installation.ts';

describe('npm start with the demo', () => {
  let place: Installation;
  let run: Run;
  let logins: string[];
  beforeAll(async () => {
    place = await Installation.create();
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it('prints a login per role and, at the very end, its address', async () => {
    run = place.run();
    await run.ready();
    logins = run.logins;
    expect(logins.length).toBeGreaterThanOrEqual(2);
    for (const line of logins) expect(line).toMatch(/^login [a-z-]+ \S+@\S+ \S{8,}$/);
    expect(run.lines.at(-1)).toBe(`TikTickets is ready at http://localhost:${place.port}`);
    const health = await fetch(`${place.url}/health`);
    expect(health.status).toBe(200);
  });

  it('keeps its secrets for the owner of the folder', () => {
    for (const file of ['app-secret', 'demo-logins.json', 'postgres/password', 'logs/web.log', 'logs/postgres.log']) {
      expect(statSync(path.join(place.dataDir, file)).mode & 0o077).toBe(0);
    }
  });

  it('refuses a second run on the same folder, in one sentence', async () => {
    const second = place.run();
    expect(await second.ended).toBe(1);
    expect(second.output.trim()).toBe(
      `TikTickets already runs on ${place.dataDir} (process ${run.child.pid}); stop it, or set another DATA_DIR`,
    );
  });

  it('refuses a port in use, in one sentence', async () => {
    await using other = await Installation.create();
    const second = other.run({ PORT: String(place.port) });
    expect(await second.ended).toBe(1);
    expect(second.output.trim()).toMatch(new RegExp(`^Port ${place.port} is already in use; .*$`));
  });

  it('ends cleanly on Ctrl-C: no process, no lock', async () => {
    expect(await run.stop('SIGINT')).toBe(0);
    expect(run.lines.at(-1)).toBe('Stopped');
    expect(place.processes()).toEqual([]);
    expect(existsSync(path.join(place.dataDir, 'lock'))).toBe(false);
    expect(existsSync(path.join(place.dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('prints the same logins at the next start', async () => {
    run = place.run();
    await run.ready();
    expect(run.logins).toEqual(logins);
  });

  it.each([
    ['worker', 'apps/worker/dist/main.mjs'],
    ['web', 'apps/web/dist/server.mjs'],
  ])('ends everything with its reason when %s crashes', async (name, script) => {
    if (run.child.exitCode !== null) {
      run = place.run();
      await run.ready();
    }
    process.kill(place.process(script), 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.lines.at(-1)).toMatch(new RegExp(`^${name} stopped \\(signal SIGKILL\\).* Its log: .*${name}\\.log$`));
    expect(place.processes()).toEqual([]);
  });

  it('works again after kill -9: its children follow it, the database is taken over', async () => {
    run = place.run();
    await run.ready();
    run.child.kill('SIGKILL');
    await run.ended;
    await waitFor(() => place.processes().every(({ command }) => command.includes('postgres')), {
      timeoutMs: 30_000,
      what: 'the end of web, worker and simulator',
    });
    run = place.run();
    await run.ready();
    expect(run.logins).toEqual(logins);
    expect(await run.stop()).toBe(0);
    expect(place.processes()).toEqual([]);
  });

  it.each([0, 700, 2_500])('can be interrupted %s ms after its begin, and started again', async (afterMs) => {
    await using fresh = await Installation.create();
    const first = fresh.run();
    const startedAtMs = Date.now();
    await waitFor(() => Date.now() - startedAtMs >= afterMs, { what: 'the moment to interrupt' });
    await first.stop('SIGINT');
    expect(fresh.processes()).toEqual([]);
    const second = fresh.run();
    await second.ready();
    expect(second.logins.length).toBeGreaterThanOrEqual(2);
  });
});

describe('npm start without the demo', () => {
  it('is empty and asks for the first administrator', async () => {
    await using place = await Installation.create();
    const run = place.run({ DEMO: 'off' });
    await run.ready();
    expect(run.logins).toEqual([]);
    expect(existsSync(path.join(place.dataDir, 'simulator'))).toBe(false);
    const page = await fetch(`${place.url}/`);
    expect(new URL(page.url).pathname).toBe('/setup');
  });

  it('names every wrong setting and ends before it touches anything', async () => {
    await using place = await Installation.create();
    const run = place.run({ PORT: '0', LOG_LEVEL: 'loud' });
    expect(await run.ended).toBe(1);
    expect(run.lines).toEqual([
      'Wrong setting: PORT must be from 1 to 65535',
      expect.stringMatching(/^Wrong setting: LOG_LEVEL must be one of /),
      expect.stringContaining('.env.example'),
    ]);
  });
});
