/** What the library says about the end of a socket. */
export interface EndReport {
  /** Status code; null when it gave none. */
  code: number | null;
  message: string;
}

const qrEndedText = 'QR refs attempts ended';

function propertyOf(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** Reads the status code out of a library error (a Boom, recognised by its shape). */
export function reportEnd(error: unknown): EndReport {
  const code = propertyOf(error, 'output', 'statusCode');
  return { code: typeof code === 'number' ? code : null, message: error instanceof Error ? error.message : '' };
}

/** Our word for an end that the code alone does not tell; null when the code is enough. */
export function causeOf(report: EndReport): string | null {
  return report.message === qrEndedText ? 'qr_expired' : null;
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
