import type { z } from 'zod';
import type { World } from '../server/world.ts';
import type { Account } from '../state/model.ts';
import { ControlError } from './error.ts';

export interface Request {
  /** Named parts of the path. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH';
  path: RegExp;
  run(world: World, request: Request): Promise<unknown> | unknown;
}

/** @throws {ControlError} that names the field */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ControlError(400, issue?.path.join('.') || 'body', issue?.message ?? 'invalid');
}

/** @throws {ControlError} when there is no such phone */
export function find(world: World, field: string, address: string | null | undefined): Account {
  const account = world.accounts.find(address ?? undefined);
  if (!account) throw new ControlError(404, field, 'no such phone');
  return account;
}
