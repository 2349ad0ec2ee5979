import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { World } from '../server/world.ts';
import { ControlError } from './error.ts';
import { perform } from './perform.ts';
import { match } from './route.ts';
import { FileAnswer } from './routes.ts';
import { scriptRoutes } from './script-routes.ts';

const bodyLimitBytes = 20_000_000;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    sizeBytes += part.length;
    if (sizeBytes > bodyLimitBytes) throw new ControlError(413, 'body', 'too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(request: IncomingMessage, text: string): unknown {
  if (text === '') return undefined;
  if (!request.headers['content-type']?.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'body', 'not JSON');
  }
}

async function answer(world: World, request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  if (url.pathname === '/') return { ok: true };
  const body = request.method === 'GET' ? undefined : parseBody(request, await readBody(request));
  const { method } = request;
  const own = match(scriptRoutes, { method, path: url.pathname });
  if (own) return await own.route.run(world, { params: own.params, query: url.searchParams, body });
  return await perform(world, { method, path: url.pathname, query: url.searchParams, body });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  // No kept-alive connections: after a restart on the same port a client's pool would hold dead ones.
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' };
  response.writeHead(status, headers);
  response.end(JSON.stringify(body));
}

async function send(response: ServerResponse, file: FileAnswer): Promise<void> {
  // Anything that a phone got may be in there: never a page of this server.
  const headers = { 'content-type': file.mimetype, 'content-disposition': 'attachment', 'cache-control': 'no-store' };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await pipeline(file.parts, response);
}

/** Serves the control API. Never throws; unexpected trouble is a 500 without details. */
export async function serveControl(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const found = await answer(world, request);
    if (found instanceof FileAnswer) await send(response, found);
    else reply(response, 200, found);
  } catch (error) {
    if (error instanceof ControlError) {
      if (!response.headersSent)
        reply(response, error.status, { error: { field: error.field, message: error.message } });
      return;
    }
    world.logger.warn({ error: String(error) }, 'control request failed');
    if (response.headersSent) return;
    reply(response, 500, { error: { field: 'server', message: 'unexpected failure' } });
  }
}
