export class AbortedTransaction extends Error {
  constructor() {
    super('the transaction had failed and was rolled back');
    this.name = 'AbortedTransaction';
  }
}

export class PoolExhausted extends Error {
  constructor(waitedMs: number) {
    super(`no database connection became free within ${waitedMs} ms`);
    this.name = 'PoolExhausted';
  }
}

export class InvalidTenantId extends Error {
  constructor() {
    super('a tenant id must be a UUID');
    this.name = 'InvalidTenantId';
  }
}

/** SQLSTATE of a server error, or null for any other failure. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return error instanceof Error && error.cause ? sqlState(error.cause) : null;
}

/** The database could not be reached or is restarting: worth trying again. */
export function isConnectionTrouble(error: unknown): boolean {
  if (error instanceof PoolExhausted) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(CONNECT|CONNECTION_|ECONN|EPIPE|ETIMEDOUT|08|57P0)/.test(code)) return true;
  return error instanceof Error && error.cause ? isConnectionTrouble(error.cause) : false;
}
