import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { observeChannels } from '@tiktickets/core/channels';
import { checkHealth, createMetrics } from '@tiktickets/core/kernel';
import { Gauge } from 'prom-client';
import { Hub } from '../live/hub.ts';
import { createHttp } from './http.ts';
import { createMediaRoutes } from './media.ts';
import type { EdgeOptions } from './options.ts';
import { SessionCache } from './session-cache.ts';
import { createSockets } from './sockets.ts';

export interface Edge {
  readonly hub: Hub;
  /** Serves `/api/trpc`, `/api/media`, `/health` and `/metrics`. @returns false for anything else, untouched */
  handleHttp(req: IncomingMessage, res: ServerResponse): boolean;
  /** Serves the feed's websocket on `/api/ws`. @returns false for anything else, untouched */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Tells every browser to come back (1012) and waits for them to go. */
  close(): Promise<void>;
}

/** The HTTP and websocket edge of one web process. */
export async function createEdge(options: EdgeOptions): Promise<Edge> {
  const { kernel } = options;
  const hub = new Hub(kernel, options.limits);
  await hub.start();
  const sessions = new SessionCache(kernel);
  await sessions.start();
  const http = createHttp({ ...options, hub, sessions });
  const media = createMediaRoutes({ ...options, sessions });
  const sockets = createSockets({ ...options, hub, sessions });
  await sockets.start();
  const metrics = createMetrics(kernel);
  observeChannels(kernel, metrics);
  const viewers = new Gauge({ name: 'tiktickets_live_viewers', help: 'Open live feeds', registers: [metrics] });
  const text = (res: ServerResponse, status: number, { type, body }: { type: string; body: string }): void => {
    res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  };
  return {
    hub,
    handleHttp: (req, res) => {
      const path = (req.url ?? '').split('?', 1)[0];
      if (path?.startsWith('/api/trpc/')) {
        http(req, res);
        return true;
      }
      if (path === '/api/media' || path?.startsWith('/api/media/')) {
        void media(req, res);
        return true;
      }
      if (path === '/health') {
        void checkHealth(kernel).then((health) =>
          text(res, health.status === 'ok' ? 200 : 503, { type: 'application/json', body: JSON.stringify(health) }),
        );
        return true;
      }
      if (path === '/metrics') {
        viewers.set(hub.viewers);
        void metrics.metrics().then((body) => text(res, 200, { type: metrics.contentType, body }));
        return true;
      }
      return false;
    },
    handleUpgrade: (req, socket, head) => sockets.handleUpgrade(req, socket, head),
    close: async () => {
      await sockets.close();
      await sessions.stop();
      await hub.stop();
    },
  };
}
