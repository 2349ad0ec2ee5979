import type { DeliveryState, GroupRole } from '../contracts/index.ts';
import { conflict } from '../kernel/index.ts';

export interface RoomState {
  isMember: boolean;
  isAnnouncement: boolean;
  isAdmin: boolean;
}

/** Why nothing can be written in a group; null when it can. */
export function writingProblem({ isMember, isAnnouncement, isAdmin }: RoomState): 'left-group' | 'admins-only' | null {
  if (!isMember) return 'left-group';
  return isAnnouncement && !isAdmin ? 'admins-only' : null;
}

/** @throws {AppError} `conflict` with the reason */
export function checkMayWrite(room: RoomState): void {
  const reason = writingProblem(room);
  if (reason) throw conflict('nothing can be written in this group', { reason });
}

const ranks = ['sent', 'delivered', 'read', 'played'] as const;
export type MemberState = Exclude<(typeof ranks)[number], 'sent'>;

/** How far a message has come in a group: as far as with the member who is furthest behind. Nobody else in it: sent. */
export function groupDelivery(members: readonly (MemberState | null)[]): DeliveryState {
  if (members.length === 0) return 'sent';
  return ranks[Math.min(...members.map((state) => ranks.indexOf(state ?? 'sent')))] ?? 'sent';
}

const roleOrder: Record<GroupRole, number> = { owner: 0, admin: 1, member: 2 };
export const byRoleAndName = (
  one: { role: GroupRole; name: string },
  other: { role: GroupRole; name: string },
): number => roleOrder[one.role] - roleOrder[other.role] || one.name.localeCompare(other.name, 'pt-BR');
