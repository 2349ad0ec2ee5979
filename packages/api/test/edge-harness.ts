import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kernel, UserContext } from '@tiktickets/core/kernel';
import { createTRPCClient, createWSClient, httpBatchLink, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { type AppRouter, createEdge, type Edge, type EdgeOptions } from '../src/index.ts';

export interface EdgeHarness {
  edge: Edge;
  url: string;
  upgrades: () => number;
  close(): Promise<void>;
}

/** The edge on a real port. The session id travels in a plain cookie; checking its signature is the web's part. */
export async function openEdge(kernel: Kernel, options: Partial<EdgeOptions> = {}): Promise<EdgeHarness> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const sessionIdOf = async (req: IncomingMessage): Promise<string | null> =>
    /sid=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1] ?? null;
  const edge = await createEdge({ kernel, demo: null, publicUrl: url, sessionIdOf, ...options });
  let upgrades = 0;
  server.on('request', (req, res) => {
    if (!edge.handleHttp(req, res)) res.writeHead(404).end();
  });
  server.on('upgrade', (req, socket, head) => {
    upgrades += 1;
    if (!edge.handleUpgrade(req, socket, head)) socket.destroy();
  });
  return {
    edge,
    url,
    upgrades: () => upgrades,
    close: async () => {
      await edge.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const cookieOf = (user: UserContext | null): Record<string, string> =>
  user ? { cookie: `sid=${user.actor.sessionId}` } : {};

export const httpClient = (url: string, user: UserContext | null) =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/api/trpc`, headers: cookieOf(user) })] });

/** A browser's side of the feed: real protocol, real socket. */
export function socketClient(url: string, user: UserContext | null, { origin = url }: { origin?: string } = {}) {
  const closes: number[] = [];
  const sockets: WebSocket[] = [];
  class Browser extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { origin, ...cookieOf(user) } });
      sockets.push(this);
      this.on('close', (code) => closes.push(code));
    }
  }
  const ws = createWSClient({
    url: `${url.replace('http', 'ws')}/api/ws`,
    WebSocket: Browser as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 50,
  });
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: ws })] });
  return { client, closes, sockets, close: () => ws.close() };
}
