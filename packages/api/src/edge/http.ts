import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toAppError } from '@tiktickets/core/kernel';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { ApiContext } from '../context.ts';
import type { Hub } from '../live/hub.ts';
import { appRouter } from '../routers/root.ts';
import type { EdgeOptions } from './options.ts';
import { isOwnOrigin } from './origin.ts';
import type { SessionCache } from './session-cache.ts';

/** A 64 KB text may take four bytes a character and travels as JSON in a batch. */
const maxBodyBytes = 1_048_576;

export function createHttp(
  options: EdgeOptions & { hub: Hub; sessions: SessionCache },
): (req: IncomingMessage, res: ServerResponse) => void {
  const { kernel, demo, hub, sessions } = options;
  const createContext = async (req: IncomingMessage): Promise<ApiContext> => {
    const sessionId = await options.sessionIdOf(req);
    const user = sessionId ? await sessions.read(sessionId) : null;
    const correlationId = headerText(req.headers['x-request-id']) ?? randomUUID();
    return { kernel, demo, hub, socket: null, user: user && { ...user, correlationId } };
  };
  return (req, res) => {
    res.setHeader('cache-control', 'no-store');
    if (
      !isOwnOrigin(req, { publicUrl: options.publicUrl, required: false }) ||
      req.headers['sec-fetch-site'] === 'cross-site'
    ) {
      res.writeHead(403).end();
      return;
    }
    const path = (req.url ?? '').split('?', 1)[0]?.slice('/api/trpc/'.length) ?? '';
    nodeHTTPRequestHandler({
      router: appRouter,
      req,
      res,
      path,
      maxBodySize: maxBodyBytes,
      createContext: () => createContext(req),
      onError: ({ error, path: procedure }) => {
        if (toAppError(error.cause ?? error).code === 'internal')
          kernel.logger.debug({ err: error, procedure }, 'procedure error');
      },
    }).catch((error: unknown) => {
      kernel.logger.error({ err: error }, 'a request could not be answered');
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  };
}

const headerText = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : null;
