import type { WriteScope } from '../kernel/index.ts';

/** The message that carries a file looks different now: everybody who sees it is told. */
export async function announceMedia(
  scope: WriteScope,
  file: { ticketId: string; messageId: string | null },
): Promise<void> {
  if (!file.messageId) return;
  await scope.query('update messages set rev = rev + 1 where id = $1::uuid', [file.messageId]);
  scope.event({ type: 'ticket', entityId: file.ticketId, messageIds: [file.messageId] });
}
