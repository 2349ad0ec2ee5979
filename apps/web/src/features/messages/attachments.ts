import { type Attachment, attachments, nothingAttached } from './attachment-store.ts';
import { describeFile, kindOfFile, maxFilesAtOnce, problemOfFile } from './file-rules.ts';

export { maxFilesAtOnce } from './file-rules.ts';

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
  attachments.set(ticketId, left.length > 0 ? left : nothingAttached);
}

export function describe(ticketId: string, key: string, caption: string): void {
  const held = attachments.get(ticketId);
  attachments.set(
    ticketId,
    held.map((one) => (one.key === key ? { ...one, caption } : one)),
  );
}

function toAttachment(file: File): Attachment {
  lastKey += 1;
  const kind = kindOfFile(file.type);
  const problem = problemOfFile(file);
  const preview = kind === 'image' && problem === null ? URL.createObjectURL(file) : null;
  return { key: String(lastKey), file, kind, caption: '', problem, preview, ...describeFile(file) };
}
