import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { World } from '../server/world.ts';

const uploadPattern = /^\/mms\/(image|video|audio|document|sticker|thumbnail-link|md-app-state|ppic)\/([^/]+)$/;

/** True for the addresses of the media host. */
export function isMediaRequest(request: IncomingMessage): boolean {
  const path = request.url ?? '';
  return path.startsWith('/mms/') || path.startsWith('/v/');
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const part of source) {
    hash.update(part);
    yield part;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

async function upload(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://simulator');
  const name = uploadPattern.exec(url.pathname)?.[2];
  if (!name || !url.searchParams.get('auth')) return answer(response, 401, { error: 'not authorised' });
  const hash = createHash('sha256');
  const path = await world.blobs.write(hashed(request, hash));
  if (hash.digest('base64url') !== name) {
    world.blobs.expire(path, 404);
    return answer(response, 400, { error: 'hash mismatch' });
  }
  answer(response, 200, { url: `https://${world.mediaHost}${path}`, direct_path: path });
}

async function download(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = world.blobs.read(request.url ?? '');
  if ('status' in found) return answer(response, found.status, { error: 'gone' });
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.sizeBytes });
  await pipeline(found.stream(), response);
}

/** Serves uploads and downloads as WhatsApp's media host does. Never throws. */
export async function serveMedia(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const fault = world.faults.strike('media-status');
    if (fault) {
      request.resume();
      return answer(response, fault.status, { error: 'fault' });
    }
    if (request.method === 'POST') await upload(world, request, response);
    else await download(world, request, response);
  } catch (error) {
    world.logger.debug({ error: String(error) }, 'media request failed');
    response.destroy();
  }
}
