import type { MediaKind } from '@tiktickets/core/contracts';
import { describeFile, type FileProblem, kindOfFile, maxFilesAtOnce, problemOfFile } from './file-rules.ts';
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

const none: readonly Attachment[] = [];
/** What is attached, per ticket. */
export const attachments = new TicketStore<readonly Attachment[]>(none);
let lastKey = 0;

/** @returns how many were too many */
export function attach(ticketId: string, files: readonly File[]): number {
  const held = attachments.get(ticketId);
  const taken = files.slice(0, maxFilesAtOnce - held.length);
  if (taken.length > 0) attachments.set(ticketId, [...held, ...taken.map(toAttachment)]);
  return files.length - taken.length;
}

export function detach(ticketId: string, key: string): void {
  const held = attachments.get(ticketId);
  const gone = held.find((one) => one.key === key);
  if (gone?.preview) URL.revokeObjectURL(gone.preview);
  const left = held.filter((one) => one.key !== key);
  attachments.set(ticketId, left.length > 0 ? left : none);
}

export function describe(ticketId: string, key: string, caption: string): void {
  const held = attachments.get(ticketId);
  attachments.set(
    ticketId,
    held.map((one) => (one.key === key ? { ...one, caption } : one)),
  );
}

/** They are in the outbox now; the pictures stay valid. */
export function handOver(ticketId: string): void {
  attachments.set(ticketId, none);
}

function toAttachment(file: File): Attachment {
  lastKey += 1;
  const kind = kindOfFile(file.type);
  const problem = problemOfFile(file);
  const preview = kind === 'image' && problem === null ? URL.createObjectURL(file) : null;
  return { key: String(lastKey), file, kind, caption: '', problem, preview, ...describeFile(file) };
}
