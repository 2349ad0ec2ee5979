import { sqlState } from './errors.ts';

/**
 * Awaits statements that were sent at once. When one fails, Postgres refuses all after it with 25P02, and whichever
 * promise is looked at first would win: this throws the failure that caused the others.
 */
export async function together<const T extends readonly Promise<unknown>[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(statements);
  const failures = results.filter((result) => result.status === 'rejected');
  const cause = failures.find((failure) => sqlState(failure.reason) !== '25P02') ?? failures[0];
  if (cause) throw cause.reason;
  return await Promise.all(statements);
}
