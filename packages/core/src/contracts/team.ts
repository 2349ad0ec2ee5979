import { z } from 'zod';
import { idSchema } from './ids.ts';
import type { Permission, Role } from './permissions.ts';
import { lineSchema } from './text.ts';
import type { Viewer } from './tickets.ts';

export const passwordSchema = z.string().min(10).max(200);
export const credentialsInput = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(200),
});
export const setUpInput = z.object({
  companyName: lineSchema(80).min(1),
  name: lineSchema(80).min(1),
  email: z.email().max(254),
  password: passwordSchema,
});
export type SetUpInput = z.infer<typeof setUpInput>;

export interface MeView {
  user: { id: string; name: string; email: string; role: Role };
  tenant: { id: string; name: string; timeZone: string };
  queues: { id: string; name: string; color: string }[];
  permissions: Permission[];
  viewer: Viewer;
  demo: boolean;
}
export const queueViewSchema = z.object({ id: idSchema, name: z.string(), color: z.string() });
export type QueueView = z.infer<typeof queueViewSchema>;
export interface ColleagueView {
  id: string;
  name: string;
  role: Role;
  queueIds: string[];
}
