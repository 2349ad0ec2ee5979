import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '@tiktickets/services';
import { waitFor } from '@tiktickets/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inheritedEnvironment } from '../env.ts';
import { startChild } from '../start/child.ts';

let folder: string;
let started = 0;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-child-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(source: string, stopTimeoutMs = 5_000) {
  started += 1;
  const file = path.join(folder, `child-${started}.mjs`);
  writeFileSync(file, source);
  const reported: string[] = [];
  const logFile = path.join(folder, `child-${started}.log`);
  const child = startChild({
    name: 'child',
    args: [file],
    cwd: folder,
    env: inheritedEnvironment(),
    logFile,
    stopTimeoutMs,
    report: (line) => reported.push(line),
  });
  return { child, reported, log: () => readFileSync(logFile, 'utf8') };
}

const print = (entry: object) => `console.log(${JSON.stringify(JSON.stringify(entry))});`;

describe('startChild', () => {
  it('keeps the whole log in a file and reports warnings and errors once', async () => {
    const source = [
      print({ level: 30, msg: 'all is well' }),
      print({ level: 40, msg: 'slow' }),
      print({ level: 40, msg: 'slow' }),
      print({ level: 50, msg: 'cannot send', err: { message: 'no route' } }),
    ].join('\n');
    const { child, reported, log } = start(source);
    expect(await child.ended).toMatch(
      /^child stopped \(exit code 0\): cannot send: no route\. Its log: .*child-\d+\.log$/,
    );
    expect(reported).toEqual(['child warning: slow', 'child error: cannot send: no route']);
    await waitFor(() => log().trim().split('\n').length === 4, { what: 'the whole log' });
  });

  it('gives the last word of a process that crashed as the reason', async () => {
    const { child } = start("throw new Error('the port is gone');");
    expect(await child.ended).toMatch(/^child stopped \(exit code 1\): Error: the port is gone\. Its log/);
  });

  it('stops a process gracefully, and by force when it does not listen', async () => {
    const polite = start(
      "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up');",
    );
    await waitFor(() => polite.log().includes('up'));
    await polite.child.stop();
    expect(await polite.child.ended).toContain('exit code 0');

    const deaf = start("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');", 100);
    await waitFor(() => deaf.log().includes('up'));
    await deaf.child.stop();
    expect(await deaf.child.ended).toContain('signal SIGKILL');
  });

  it('leaves no orphan when the process that started it is killed', async () => {
    const grandchild = path.join(folder, 'grandchild.mjs');
    writeFileSync(grandchild, 'setInterval(() => {}, 1000); console.log(process.pid);');
    const childModule = new URL('../start/child.ts', import.meta.url).href;
    const { child, log } = start(`
      import { readFileSync } from 'node:fs';
      import { startChild } from ${JSON.stringify(childModule)};
      const logFile = ${JSON.stringify(path.join(folder, 'grandchild.log'))};
      startChild({ name: 'x', args: [${JSON.stringify(grandchild)}], cwd: '/', env: process.env, logFile, stopTimeoutMs: 1, report() {} });
      const timer = setInterval(() => {
        try {
          const pid = readFileSync(logFile, 'utf8').trim();
          if (pid) { console.log(pid); clearInterval(timer); setInterval(() => {}, 1000); }
        } catch {}
      }, 20);`);
    const pid = Number(await waitFor(() => log().trim(), { what: 'the id of the grandchild' }));
    expect(isAlive(pid)).toBe(true);
    child.kill();
    await child.ended;
    await waitFor(() => !isAlive(pid), { what: 'the end of the grandchild' });
  });
});
