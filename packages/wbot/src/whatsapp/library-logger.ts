import type { DriverLogger } from '../contract.ts';

/** The logger interface of the WhatsApp library. */
interface LibraryLogger {
  level: string;
  child(fields: Record<string, unknown>): LibraryLogger;
  trace(fields: unknown, message?: string): void;
  debug(fields: unknown, message?: string): void;
  info(fields: unknown, message?: string): void;
  warn(fields: unknown, message?: string): void;
  error(fields: unknown, message?: string): void;
}

/** Hides phone numbers, LIDs and other long digit runs. */
export function maskDigits(text: string): string {
  return text.replace(/\d{5,}/g, (digits) => `…${digits.slice(-2)}`);
}

/** A one-line, masked description of anything thrown. Never the thrown object: it may carry stanzas or keys. */
export function describeError(error: unknown): string {
  return maskDigits(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 300);
}

function errorIn(fields: unknown): string | null {
  if (fields instanceof Error) return describeError(fields);
  if (typeof fields !== 'object' || fields === null) return null;
  for (const name of ['err', 'error', 'trace', 'ackErr']) {
    const value: unknown = Reflect.get(fields, name);
    if (value !== undefined) return describeError(value);
  }
  return null;
}

/** Passes the library's warnings on as one masked line each; its objects hold message contents and keys. */
export function libraryLogger(logger: DriverLogger): LibraryLogger {
  const ignore = () => undefined;
  const forward = (fields: unknown, message?: string) => {
    const text = typeof fields === 'string' ? fields : (message ?? 'library message');
    logger.debug({ error: errorIn(fields) }, maskDigits(text));
  };
  const self: LibraryLogger = {
    level: 'warn',
    child: () => self,
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: forward,
    error: forward,
  };
  return self;
}
