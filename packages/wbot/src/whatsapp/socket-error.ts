/** What the library says about the end of a socket. */
export interface EndReport {
  /** Status code; null when it gave none. */
  code: number | null;
  message: string;
  /** Code of the network error behind it (empty when it has none); null when the connection itself did not fail. */
  network: string | null;
}

const qrEndedText = 'QR refs attempts ended';

function propertyOf(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

function networkCode(error: Error): string {
  const code = propertyOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** Reads the status code out of a library error (a Boom, recognised by its shape). */
export function reportEnd(error: unknown): EndReport {
  const code = propertyOf(error, 'output', 'statusCode');
  const behind = propertyOf(error, 'data');
  return {
    code: typeof code === 'number' ? code : null,
    message: error instanceof Error ? error.message : '',
    network: behind instanceof Error ? networkCode(behind) : null,
  };
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);
const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO$)/;

/**
 * Our word for an end that the code alone does not tell; null when the code is enough.
 * @param by `isProxied`: the channel goes through a proxy; `wasReached`: the other side had accepted the connection
 */
export function causeOf(report: EndReport, by: { isProxied: boolean; wasReached: boolean }): string | null {
  if (report.message === qrEndedText) return 'qr_expired';
  if (report.network === null) return null;
  if (tlsCode.test(report.network)) return 'tls_error';
  if (by.wasReached) return null;
  if (by.isProxied) return 'proxy_failed';
  return unreachableCodes.has(report.network) ? 'unreachable' : null;
}

/** The connection went away under a call. */
export function isConnectionError(error: unknown): boolean {
  const { code } = reportEnd(error);
  return code === 428 || code === 408 || code === 503 || propertyOf(error, 'code') === 'ECONNRESET';
}

/** The server's code in its refusal of a question; null for any other error. */
export function refusalCode(error: unknown): number | null {
  const code = propertyOf(error, 'data');
  return typeof code === 'number' ? code : null;
}
