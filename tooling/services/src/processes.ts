import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** True while a process with this id runs, whoever owns it. A dead child that nobody has reaped yet does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The command line of a process, or '' when it cannot be read. Process ids are reused, so an id alone proves nothing. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return '';
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** When the process started, in the system's own words; '' when unknown. Together with the id it names one process for good. */
export function processStartMark(pid: number): string {
  if (process.platform === 'linux') {
    try {
      // Field 22 of stat; the name in field 2 may hold spaces and brackets.
      return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[19] ?? '';
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return '';
  return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Resolves true once the process is gone, false when it still lives after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** Our own dead children stay in the process table until Node reaps them; they hold nothing any more. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^\d+ \(.*\)/s, ''));
  } catch {
    return true;
  }
}

/** A TCP port that was free a moment ago on the loopback interface. */
export async function findFreePort(): Promise<number> {
  const port = await listenBriefly(0);
  if (port === null) throw new Error('No free TCP port was found on 127.0.0.1');
  return port;
}

export async function isFreePort(port: number): Promise<boolean> {
  return (await listenBriefly(port)) !== null;
}

function listenBriefly(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });
}

/** The first of `names` found on PATH, or null. */
export function findOnPath(names: readonly string[]): string | null {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  for (const name of names) {
    const found = spawnSync(finder, [name], { encoding: 'utf8' });
    const line = found.status === 0 ? found.stdout.split(/\r?\n/)[0]?.trim() : '';
    if (line) return line;
  }
  return null;
}
