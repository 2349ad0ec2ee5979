import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from '@tiktickets/services';
import { inheritedEnvironment } from '../env.ts';
import { type RunningChild, startChild } from './child.ts';
import { type ServiceContext, serviceEnvironment } from './environment.ts';
import { waitUntilHealthy } from './reachability.ts';

export interface RunningServices {
  /** Resolves with the reason as soon as any of them ends; never while all run. */
  firstEnd: Promise<string>;
  stop(): Promise<void>;
  /** Ends all at once; `stop` still has to be awaited. */
  kill(): void;
}

export interface StartServicesOptions extends Omit<ServiceContext, 'simulatorPort'> {
  root: string;
  report(line: string): void;
}

const simulatorStartMs = 20_000;

/** Starts the simulator (in demo mode), the worker and the web server; stops them in the reverse order. */
export async function startServices(options: StartServicesOptions): Promise<RunningServices> {
  const { root, settings } = options;
  const children: RunningChild[] = [];
  const launch = (name: string, script: string, rest: { env: Record<string, string>; stopTimeoutMs: number }) => {
    const file = path.join(root, script);
    const child = startChild({
      name,
      args: [file],
      cwd: path.resolve(path.dirname(file), '..'),
      logFile: path.join(settings.dataDir, 'logs', `${name}.log`),
      report: options.report,
      ...rest,
    });
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children.toReversed()) await child.stop();
  };
  const kill = () => {
    for (const child of children) child.kill();
  };

  let simulatorPort: number | undefined;
  if (settings.runsSimulator) {
    simulatorPort = await findFreePort();
    const simulator = launch('simulator', 'packages/wbot/dist/simulator.mjs', {
      env: {
        ...inheritedEnvironment(),
        SIMULATOR_PORT: String(simulatorPort),
        SIMULATOR_HOST: '127.0.0.1',
        DATA_DIR: path.join(settings.dataDir, 'simulator'),
        SIMULATOR_TLS: 'auto',
      },
      stopTimeoutMs: 5_000,
    });
    const ended = new AbortController();
    const failure = simulator.ended.then((reason) => {
      ended.abort();
      throw new Error(reason);
    });
    const url = `http://127.0.0.1:${simulatorPort}/`;
    try {
      await Promise.race([waitUntilHealthy({ url, timeoutMs: simulatorStartMs, signal: ended.signal }), failure]);
    } catch (error) {
      await stop();
      throw error;
    }
    failure.catch(() => {});
  }

  const env = serviceEnvironment({ ...options, ...(simulatorPort === undefined ? {} : { simulatorPort }) });
  const trust = simulatorPort === undefined ? {} : trustSimulator(settings.dataDir, env.NODE_EXTRA_CA_CERTS);
  launch('worker', 'apps/worker/dist/main.mjs', { env: { ...env, ...trust }, stopTimeoutMs: 20_000 });
  launch('web', 'apps/web/dist/server.mjs', { env, stopTimeoutMs: 10_000 });
  return { firstEnd: Promise.race(children.map((child) => child.ended)), stop, kill };
}

/** WhatsApp takes files over TLS only, so the worker trusts what the simulator made for itself, beside whatever was trusted before. */
function trustSimulator(dataDir: string, inherited: string | undefined): { NODE_EXTRA_CA_CERTS: string } {
  const folder = path.join(dataDir, 'simulator', 'tls');
  const authority = path.join(folder, 'ca.pem');
  if (!inherited) return { NODE_EXTRA_CA_CERTS: authority };
  const both = path.join(folder, 'trusted.pem');
  writeFileSync(both, `${readFileSync(inherited, 'utf8')}\n${readFileSync(authority, 'utf8')}`);
  return { NODE_EXTRA_CA_CERTS: both };
}
