import type { PersonReference } from './inbound.ts';

export type GroupRole = 'member' | 'admin' | 'owner';

/** A group as the provider describes it now; complete each time. */
export interface GroupInfo {
  remoteChat: string;
  subject: string | null;
  description: string | null;
  /** Only admins may write. */
  isAnnouncement: boolean;
  /** Empty when this account is no longer a member. */
  participants: (PersonReference & { role: GroupRole })[];
  /** Whether the paired account is among them. */
  isMember: boolean;
}
