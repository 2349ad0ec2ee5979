import type { MediaKind } from '@tiktickets/core/contracts';
import type { FileProblem } from './file-rules.ts';
import { TicketStore } from './ticket-store.ts';

/** A file that was chosen and not sent yet. */
export interface Attachment {
  key: string;
  file: File;
  name: string;
  mimetype: string;
  kind: MediaKind;
  caption: string;
  problem: FileProblem;
  /** Address of the picture in this tab. */
  preview: string | null;
}

export const nothingAttached: readonly Attachment[] = [];
/** What is attached, per ticket. */
export const attachments = new TicketStore<readonly Attachment[]>(nothingAttached);
