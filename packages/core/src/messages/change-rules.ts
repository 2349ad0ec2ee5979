import { deleteWindowMs, editWindowMs, type MessageKind } from '../contracts/index.ts';

/** What of a message decides whether it can still be changed. */
export interface Changeable {
  kind: MessageKind;
  fromMe: boolean;
  state: string | null;
  sentAtMs: number;
  isDeleted: boolean;
}

/** Why not, or null. Written out once more for the screen, and held together by a test. */
export type ChangeProblem = 'not_own' | 'not_sent' | 'kind' | 'deleted' | 'too_late' | null;

const hasArrived = (state: string | null): boolean => ['sent', 'delivered', 'read', 'played'].includes(state ?? '');
const silent: readonly MessageKind[] = ['reaction', 'edit', 'delete', 'call', 'system', 'undecryptable'];

export function editProblem(message: Changeable, nowMs: number): ChangeProblem {
  if (message.isDeleted) return 'deleted';
  if (message.kind !== 'text') return 'kind';
  return ownProblem(message) ?? (nowMs - message.sentAtMs > editWindowMs ? 'too_late' : null);
}

export function deleteProblem(message: Changeable, nowMs: number): ChangeProblem {
  if (message.isDeleted) return 'deleted';
  if (silent.includes(message.kind)) return 'kind';
  return ownProblem(message) ?? (nowMs - message.sentAtMs > deleteWindowMs ? 'too_late' : null);
}

export function reactionProblem(message: Changeable): ChangeProblem {
  if (message.isDeleted) return 'deleted';
  if (silent.includes(message.kind)) return 'kind';
  return message.fromMe && !hasArrived(message.state) ? 'not_sent' : null;
}

/** Polls are answered where they stand, and files that we do not have cannot be passed on. */
export function forwardProblem(message: Changeable & { hasFile: boolean; hasText: boolean }): ChangeProblem {
  if (message.isDeleted) return 'deleted';
  if (message.kind === 'contact' || message.kind === 'location') return null;
  if (silent.includes(message.kind) || message.kind === 'poll' || message.kind === 'unsupported') return 'kind';
  return message.hasFile || (message.kind === 'text' && message.hasText) ? null : 'kind';
}

function ownProblem({ fromMe, state }: Changeable): ChangeProblem {
  if (!fromMe) return 'not_own';
  return hasArrived(state) ? null : 'not_sent';
}
