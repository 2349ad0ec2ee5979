import { z } from 'zod';
import { idSchema } from './ids.ts';

export const groupRoles = ['member', 'admin', 'owner'] as const;
export const groupRoleSchema = z.enum(groupRoles);
export type GroupRole = z.infer<typeof groupRoleSchema>;

/** What a room is to our number; part of its ticket. */
export const roomSchema = z.object({
  /** Only admins may write. */
  isAnnouncement: z.boolean(),
  isMember: z.boolean(),
  /** Whether our number may write in it. */
  mayWrite: z.boolean(),
  memberCount: z.number().int(),
});
export type Room = z.infer<typeof roomSchema>;

export interface GroupMemberView {
  /** LID or phone: what a mention in a text names them by. */
  address: string;
  contactId: string | null;
  name: string;
  phone: string | null;
  role: GroupRole;
  isUs: boolean;
}
export interface GroupView extends Room {
  ticketId: string;
  subject: string;
  description: string | null;
  /** Admins first, then by name; at most 1,024. */
  members: GroupMemberView[];
}

/** Somebody whom a message names by an id: in a mention, or as the subject of a notice. */
export const namedPersonSchema = z.object({
  address: z.string(),
  contactId: idSchema.nullable(),
  name: z.string(),
  isUs: z.boolean(),
});
export type NamedPerson = z.infer<typeof namedPersonSchema>;
