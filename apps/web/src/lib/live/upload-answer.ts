import type { UploadOutcome } from './uploads.ts';

export interface UploadAnswer {
  status: number;
  body: unknown;
}

const failuresByField: Record<string, string> = { file: 'file_too_large', fileName: 'file_forbidden' };

/** What an answer to an upload means; null when there was none. */
export function outcomeOf(answer: UploadAnswer | null): UploadOutcome {
  // Waiting would hold up what is written after it; a person tries again when there is room.
  if (reasonOf(answer) === 'storage_full') return { kind: 'refused', failure: 'no_room' };
  if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 401) return { kind: 'later' };
  const id = answer.status === 200 ? read(answer.body, 'id') : null;
  if (typeof id === 'string') return { kind: 'stored', mediaId: id };
  const error = read(answer.body, 'error');
  const code = read(error, 'code');
  if (code === 'conflict' || code === 'forbidden' || code === 'not-found') {
    return { kind: 'refused', failure: 'forbidden' };
  }
  const field = String(read(error, 'field'));
  if (field === 'file' && read(read(error, 'details'), 'maxBytes') === undefined) {
    return { kind: 'refused', failure: 'file_empty' };
  }
  return { kind: 'refused', failure: failuresByField[field] ?? 'file_refused' };
}

const reasonOf = (answer: UploadAnswer | null): unknown => read(read(read(answer?.body, 'error'), 'details'), 'reason');

const read = (value: unknown, key: string): unknown => (value instanceof Object ? Reflect.get(value, key) : undefined);
