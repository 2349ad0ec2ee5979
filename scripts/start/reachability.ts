import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Throws one sentence when nobody can listen there. */
export async function assertPortIsFree(host: string, port: number): Promise<void> {
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
  if (failure === null) return;
  if (failure.code === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} is already in use; stop what listens there, or choose another one: PORT=${port + 1} npm start`,
    );
  }
  if (failure.code === 'EACCES')
    throw new Error(`Port ${port} may not be opened by this user; choose one above 1023 with PORT`);
  if (failure.code === 'EADDRNOTAVAIL') throw new Error(`HOST ${host} is no address of this machine`);
  throw new Error(`Cannot listen on ${host}:${port}: ${failure.message}`);
}

export interface HealthOptions {
  url: string;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Waits until the address answers 200. Throws with the last answer when it does not in time. */
export async function waitUntilHealthy(options: HealthOptions): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    options.signal.throwIfAborted();
    try {
      const response = await fetch(options.url, {
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(5_000)]),
      });
      const body = await response.text();
      if (response.ok) return;
      last = `${response.status} ${body.slice(0, 300)}`;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') last = 'no answer within 5 s';
    }
    await delay(150, undefined, { signal: options.signal });
  }
  throw new Error(
    `TikTickets did not become healthy within ${options.timeoutMs / 1000} s; last answer of ${options.url}: ${last}`,
  );
}

/** What to connect to for a server that listens on `host`. */
export function loopbackFor(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
