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
  /** Shape of the body, where it has one. */
  body?: z.ZodType;
  /** Does something that cannot be done again, such as scanning a code: neither recorded nor in scripts. */
  isOneOff?: true;
  /** Takes an `id` in its body and answers with it. */
  givesId?: true;
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

/** The route that takes this request, and the named parts of its path. */
export function match(
  routes: readonly Route[],
  request: { method: string | undefined; path: string },
): { route: Route; params: Record<string, string> } | null {
  for (const route of routes) {
    const found = route.method === request.method ? route.path.exec(request.path) : null;
    if (!found) continue;
    const parts = Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { route, params: Object.fromEntries(parts) };
  }
  return null;
}
