import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { mediaRenditionSchema } from '@tiktickets/core/contracts';
import { AppError, errorTable, toAppError, type UserContext } from '@tiktickets/core/kernel';
import { type OpenedMedia, openMedia, uploadMedia } from '@tiktickets/core/media';
import { openPicture } from '@tiktickets/core/sync';
import { ZodError } from 'zod';
import type { EdgeOptions } from './options.ts';
import { isOwnOrigin } from './origin.ts';
import type { SessionCache } from './session-cache.ts';

/** `GET /api/media/<id>`, `GET /api/media/picture/<contact>` and `POST /api/media?ticketId=…&fileName=…&mimetype=…`: files of conversations, as streams both ways. */
export function createMediaRoutes(
  options: EdgeOptions & { sessions: SessionCache },
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const userOf = async (req: IncomingMessage): Promise<UserContext> => {
    const sessionId = await options.sessionIdOf(req);
    const user = sessionId ? await options.sessions.read(sessionId) : null;
    if (!user) throw new AppError('unauthenticated', 'sign in first');
    return user;
  };
  return async (req, res) => {
    try {
      const url = new URL(req.url ?? '', 'http://localhost');
      const id = url.pathname.slice('/api/media/'.length);
      if (req.method === 'GET' || req.method === 'HEAD') {
        const rendition = mediaRenditionSchema.nullable().parse(url.searchParams.get('rendition'));
        await send(await open(await userOf(req), { id, rendition }), req, res);
      } else if (req.method === 'POST' && id === '') {
        if (
          !isOwnOrigin(req, { publicUrl: options.publicUrl, required: false }) ||
          req.headers['sec-fetch-site'] === 'cross-site'
        ) {
          throw new AppError('forbidden', 'another site may not upload here');
        }
        const { ticketId = '', fileName = '', mimetype = '', recording } = Object.fromEntries(url.searchParams);
        const query = { ticketId, fileName, mimetype, isRecording: recording === '1' };
        const view = await uploadMedia(await userOf(req), { ...query, stream: req });
        res
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(JSON.stringify(view));
      } else {
        throw new AppError('not-found', 'no such file', { field: 'path' });
      }
    } catch (error) {
      refuse(res, error, options);
    }
  };
}

const pictures = 'picture/';

const open = (user: UserContext, asked: Parameters<typeof openMedia>[1]): Promise<OpenedMedia> =>
  asked.id.startsWith(pictures)
    ? openPicture(user, { contactId: asked.id.slice(pictures.length) })
    : openMedia(user, asked);

function refuse(res: ServerResponse, error: unknown, { kernel }: EdgeOptions): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const app =
    error instanceof ZodError
      ? new AppError('invalid-input', 'a field of the upload is not valid', {
          field: String(error.issues[0]?.path[0] ?? 'input'),
        })
      : toAppError(error);
  if (errorTable[app.code].pages) kernel.logger.error({ err: app.cause }, 'a file could not be served');
  const body = JSON.stringify({
    error: { code: app.code, field: app.field, message: app.message, details: app.details },
  });
  // What is left of an upload is not worth reading.
  res.writeHead(errorTable[app.code].status, { 'content-type': 'application/json', connection: 'close' }).end(body);
}

/** Both ends of `bytes=a-b`; null for the whole file, "unsatisfiable" for a range outside of it. */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | null | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const start = match[1] === '' ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  return start > end || start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

async function send(file: OpenedMedia, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const etag = `"${file.sha256}"`;
  res.setHeader('etag', etag);
  res.setHeader('accept-ranges', 'bytes');
  res.setHeader('cache-control', 'private, max-age=3600');
  // A customer's file is never a page of ours: no scripts, no sniffing, no embedding elsewhere. Browsers show no PDF in a
  // sandbox; their viewer is one of its own.
  const policy =
    file.mimetype === 'application/pdf'
      ? "frame-ancestors 'none'"
      : "default-src 'none'; style-src 'unsafe-inline'; sandbox";
  res.setHeader('content-security-policy', policy);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('cross-origin-resource-policy', 'same-origin');
  res.setHeader('content-type', file.mimetype);
  const name = `filename*=UTF-8''${encodeURIComponent(file.fileName)}`;
  const wantsDownload = (req.url ?? '').includes('download=1');
  res.setHeader('content-disposition', `${file.inline && !wantsDownload ? 'inline' : 'attachment'}; ${name}`);
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return;
  }
  const range = parseRange(req.headers.range, file.sizeBytes);
  if (range === 'unsatisfiable') {
    res.writeHead(416, { 'content-range': `bytes */${file.sizeBytes}` }).end();
    return;
  }
  const length = range ? range.end - range.start + 1 : file.sizeBytes;
  res.setHeader('content-length', length);
  if (range) res.setHeader('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  res.writeHead(range ? 206 : 200);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  await pipeline(await file.read(range ?? undefined), res);
}
