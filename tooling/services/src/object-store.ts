import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canInstallPackages, installPackages } from './apt.ts';
import { findFreePort, findOnPath, waitForExit } from './processes.ts';
import {
  proxySettings,
  ringScript,
  type SwiftPorts,
  serverNames,
  serverSettings,
  swiftSettings,
} from './swift-files.ts';

/** An S3 server of its own, without buckets. */
export interface RunningObjectStore extends AsyncDisposable {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const packages = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'];
/** Debian's own Python: the packages' modules are there, whatever another one on PATH holds. */
const python = '/usr/bin/python3';

export const findSwift = (): boolean =>
  existsSync(python) && serverNames.every((name) => findOnPath([`swift-${name}-server`]) !== null);

/** OpenStack Swift with its S3 interface, from Debian's packages where that is possible; null, or why there is none. */
export function ensureSwift(): string | null {
  if (findSwift()) return null;
  if (!canInstallPackages()) return 'no swift-proxy-server on PATH';
  const failure = installPackages(packages);
  return findSwift() ? null : `swift could not be installed: ${failure ?? 'not on PATH afterwards'}`;
}

/** Starts Swift's S3 interface on the loopback interface, with generated keys. */
export async function startObjectStore(): Promise<RunningObjectStore> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-swift-'));
  mkdirSync(path.join(folder, 'node', 'disk'), { recursive: true });
  const ports: SwiftPorts = {
    proxy: await findFreePort(),
    account: await findFreePort(),
    container: await findFreePort(),
    object: await findFreePort(),
  };
  const secretAccessKey = randomBytes(18).toString('hex');
  writeFileSync(path.join(folder, 'swift.conf'), swiftSettings());
  writeFileSync(path.join(folder, 'proxy.conf'), proxySettings({ folder, ports, secret: secretAccessKey }), {
    mode: 0o600,
  });
  for (const name of ['account', 'container', 'object'] as const)
    writeFileSync(path.join(folder, `${name}.conf`), serverSettings({ folder, ports, name }));
  const rings = spawnSync(python, ['-c', ringScript({ folder, ports })], { encoding: 'utf8' });
  if (rings.status !== 0) throw new Error(`Swift's rings could not be made: ${rings.stderr.trim().slice(-300)}`);
  const children = serverNames.map((name) =>
    spawn(`swift-${name}-server`, [path.join(folder, `${name}.conf`)], { detached: true, stdio: 'ignore' }),
  );
  for (const child of children) child.unref();
  const stop = async () => {
    await Promise.all(children.map(end));
    rmSync(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${ports.proxy}`;
  try {
    await Promise.all(Object.values(ports).map((port) => whenAnswering(`http://127.0.0.1:${port}/healthcheck`)));
  } catch (error) {
    await stop();
    throw error;
  }
  const keys = { accessKeyId: 'test:tester', secretAccessKey };
  return { endpoint, region: 'us-east-1', ...keys, stop, [Symbol.asyncDispose]: stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  child.kill('SIGTERM');
  if (!(await waitForExit(child.pid, 10_000))) child.kill('SIGKILL');
}

/** Any answer will do: it shows that the server listens. */
async function whenAnswering(url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    await answered?.body?.cancel();
    if (answered) return;
    if (Date.now() > deadline) throw new Error(`${url}: no answer within ${startTimeoutMs / 1000} s`);
    await delay(50);
  }
}
