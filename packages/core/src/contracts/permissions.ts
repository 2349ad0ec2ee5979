import { z } from 'zod';

export const roles = ['agent', 'supervisor', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** `resource:action` scopes, shared by server and screen. */
export const permissions = [
  'ticket:read',
  'ticket:read-unqueued',
  'ticket:read-all',
  'ticket:accept',
  'ticket:return',
  'ticket:transfer',
  'ticket:close',
  'ticket:reopen',
  'message:read',
  'message:send',
  'message:note',
  'quick-reply:use',
  'quick-reply:manage',
  'contact:read',
  'contact:block',
  'channel:read',
  'channel:manage',
  'company:manage',
  'demo:use',
] as const;
export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

const agent: readonly Permission[] = [
  'ticket:read',
  'ticket:accept',
  'ticket:return',
  'ticket:transfer',
  'ticket:close',
  'ticket:reopen',
  'message:read',
  'message:send',
  'message:note',
  'quick-reply:use',
  'contact:read',
  'demo:use',
];
const supervisor: readonly Permission[] = [...agent, 'ticket:read-unqueued', 'quick-reply:manage', 'contact:block'];
const admin: readonly Permission[] = [
  ...supervisor,
  'ticket:read-all',
  'channel:read',
  'channel:manage',
  'company:manage',
];

export const rolePermissions: Record<Role, readonly Permission[]> = { agent, supervisor, admin };
