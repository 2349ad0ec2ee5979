import type { MediaKind } from '../contracts/index.ts';
import type { WriteScope } from '../kernel/index.ts';

export interface MediaFile {
  id: string;
  ticketId: string;
  messageId: string | null;
  kind: MediaKind;
  mimetype: string;
  fileName: string | null;
}

/** The message that carries a file looks different now: everybody who sees it is told. */
export async function announceMedia(
  scope: WriteScope,
  file: { ticketId: string; messageId: string | null },
): Promise<void> {
  if (!file.messageId) return;
  await scope.query('update messages set rev = rev + 1 where id = $1::uuid', [file.messageId]);
  scope.event({ type: 'ticket', entityId: file.ticketId, messageIds: [file.messageId] });
}
