import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodes } from '@tiktickets/core/contracts';
import type { UserContext } from '@tiktickets/core/kernel';
import { readSession } from '@tiktickets/core/team';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { encoder } from '../live/encoder.ts';
import type { Hub } from '../live/hub.ts';
import { appRouter } from '../routers/root.ts';
import type { EdgeOptions } from './options.ts';
import { isOwnOrigin } from './origin.ts';
import type { SessionCache } from './session-cache.ts';

const scopeChange = z.object({ tenantId: z.uuid(), userId: z.uuid(), sessionId: z.uuid().optional() });
const checkMs = 30_000;
const drainMs = 3_000;

export interface Sockets {
  start(): Promise<void>;
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/** The websockets of one process: who may open one, and when it must end. */
export function createSockets(options: EdgeOptions & { hub: Hub; sessions: SessionCache }): Sockets {
  const { kernel, demo, hub, sessions } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: 65_536, perMessageDeflate: false });
  const users = new WeakMap<IncomingMessage, UserContext>();
  const open = new Map<WebSocket, UserContext>();
  let draining = false;
  let unsubscribe: (() => Promise<void>) | null = null;
  let timer: NodeJS.Timeout | null = null;

  applyWSSHandler({
    wss: server,
    router: appRouter,
    keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 10_000 },
    experimental_encoder: encoder,
    createContext: ({ req, res }): ApiContext => ({ kernel, demo, hub, socket: res, user: users.get(req) ?? null }),
  });

  /** Closes a socket whose session ended, and re-scopes one whose rights changed: the browser comes back with its cursor. */
  async function recheck(socket: WebSocket, user: UserContext, changed: boolean): Promise<void> {
    const now = await readSession(kernel, user.actor.sessionId);
    if (!now) return socket.close(closeCodes.signedOut, 'signed out');
    const same =
      JSON.stringify([now.actor.viewer, now.actor.permissions]) ===
      JSON.stringify([user.actor.viewer, user.actor.permissions]);
    if (changed || !same) socket.close(closeCodes.scopeChanged, 'rights changed');
  }
  function recheckAll(test: (user: UserContext) => boolean): void {
    for (const [socket, user] of open) {
      if (!test(user)) continue;
      recheck(socket, user, false).catch((error: unknown) =>
        kernel.logger.warn({ err: error }, 'a session could not be checked'),
      );
    }
  }

  async function accept(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const sessionId = await options.sessionIdOf(req);
    const user = sessionId ? await sessions.read(sessionId) : null;
    if (user) users.set(req, user);
    server.handleUpgrade(req, socket, head, (ws) => {
      // A browser cannot see the status of a refused upgrade, but it can see a close code.
      if (!user) return ws.close(closeCodes.signedOut, 'sign in first');
      open.set(ws, user);
      ws.on('close', () => open.delete(ws));
      ws.on('error', () => ws.terminate());
      server.emit('connection', ws, req);
    });
  }

  return {
    start: async () => {
      unsubscribe = await kernel.bus.subscribe('scope', {
        onMessage: (payload) => {
          const change = scopeChange.safeParse(JSON.parse(payload));
          if (change.success) recheckAll((user) => user.actor.userId === change.data.userId);
        },
        onReconnect: () => recheckAll(() => true),
      });
      timer = setInterval(() => recheckAll(() => true), checkMs);
    },
    handleUpgrade: (req, socket, head) => {
      if ((req.url ?? '').split('?', 1)[0] !== '/api/ws') return false;
      socket.on('error', () => socket.destroy());
      const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      if (draining) refuse('503 Service Unavailable');
      else if (!isOwnOrigin(req, { publicUrl: options.publicUrl, required: true })) refuse('403 Forbidden');
      else accept(req, socket, head).catch(() => refuse('503 Service Unavailable'));
      return true;
    },
    close: async () => {
      draining = true;
      if (timer) clearInterval(timer);
      await unsubscribe?.();
      const gone = [...server.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of server.clients) socket.close(closeCodes.restart, 'restarting');
      const late = setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, drainMs);
      await Promise.all(gone);
      clearTimeout(late);
      server.close();
    },
  };
}
