import { randomUUID } from 'node:crypto';
import type { Database } from '@tiktickets/db';
import type { Permission, Role, Viewer } from '../contracts/index.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import { forbidden } from './errors.ts';
import type { Limits } from './limits.ts';
import type { Logger } from './logger.ts';
import type { Storage } from './storage/index.ts';

/** What every verb of one process shares. */
export interface Kernel {
  database: Database;
  bus: Bus;
  limits: Limits;
  logger: Logger;
  clock: Clock;
  appSecret: string;
  storage: Storage;
  close(): Promise<void>;
}

export interface UserActor {
  kind: 'user';
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  role: Role;
  permissions: readonly Permission[];
  viewer: Viewer;
}
export type Actor =
  | UserActor
  | { kind: 'channel'; channelId: string }
  | { kind: 'contact'; contactId: string }
  | { kind: 'system'; name: string };

/** Who does something, in which company, as part of which request or job. */
export interface Context {
  kernel: Kernel;
  tenantId: string;
  actor: Actor;
  correlationId: string;
}
export type UserContext = Context & { actor: UserActor };

export const systemContext = (kernel: Kernel, tenantId: string, name: string): Context => ({
  kernel,
  tenantId,
  actor: { kind: 'system', name },
  correlationId: randomUUID(),
});
export const channelContext = (kernel: Kernel, tenantId: string, channelId: string): Context => ({
  kernel,
  tenantId,
  actor: { kind: 'channel', channelId },
  correlationId: randomUUID(),
});

/** The platform's own processes may do anything inside their tenant; people only what their role says. @throws {AppError} `forbidden` */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (ctx.actor.kind === 'user' && !ctx.actor.permissions.includes(permission)) throw forbidden(permission);
}

/** For verbs that only a person can call. @throws {AppError} `forbidden` */
export function requireUser(ctx: Context, permission: Permission): UserActor {
  if (ctx.actor.kind !== 'user') throw forbidden(permission);
  requirePermission(ctx, permission);
  return ctx.actor;
}

export const actorId = (actor: Actor): string | null => {
  switch (actor.kind) {
    case 'user':
      return actor.userId;
    case 'channel':
      return actor.channelId;
    case 'contact':
      return actor.contactId;
    case 'system':
      return null;
  }
};
