import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SecurityOptions {
  publicUrl: string;
  isDev: boolean;
}

/**
 * Sets the security headers of a page. Next reads the nonce from the request's own CSP header and puts it on its scripts;
 * `x-nonce` hands it to our layout, `x-path` says where to come back to after signing in.
 */
export function setSecurityHeaders(req: IncomingMessage, res: ServerResponse, options: SecurityOptions): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, options);
  req.headers['content-security-policy'] = policy;
  req.headers['x-nonce'] = nonce;
  req.headers['x-path'] = req.url ?? '/';
  res.setHeader('content-security-policy', policy);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('x-frame-options', 'DENY');
  res.setHeader('referrer-policy', 'same-origin');
  res.setHeader('cross-origin-opener-policy', 'same-origin');
  res.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(self), payment=()');
  if (options.publicUrl.startsWith('https://')) res.setHeader('strict-transport-security', 'max-age=31536000');
}

function contentSecurityPolicy(nonce: string, { publicUrl, isDev }: SecurityOptions): string {
  const socketOrigin = new URL(publicUrl).origin.replace(/^http/, 'ws');
  const script = isDev ? `'self' 'nonce-${nonce}' 'unsafe-eval'` : `'self' 'nonce-${nonce}' 'strict-dynamic'`;
  return [
    "default-src 'self'",
    `script-src ${script}`,
    // Virtual lists and floating layers place themselves with style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${isDev ? 'ws:' : socketOrigin}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
  ].join('; ');
}
