import type { MediaKind } from '@tiktickets/core/contracts';

interface Captioned {
  kind: MediaKind;
  caption: string;
}
export interface Outgoing<T> {
  body: string;
  file: T | null;
}

export const takesCaption = (kind: MediaKind): boolean => !['audio', 'voice', 'sticker'].includes(kind);

/** Blank lines before and blanks behind are nobody's words. */
export const trimmed = (text: string): string => text.replace(/^(?:\s*\n)+|\s+$/g, '');

/**
 * What a text and files become: each file a message of its own, in their order. The text is the caption of the first
 * that takes one, otherwise a message before them.
 */
export function outgoingOf<T extends Captioned>(text: string, files: readonly T[]): Outgoing<T>[] {
  const body = trimmed(text);
  const first = files.findIndex(({ kind }) => takesCaption(kind));
  const messages = files.map((file, index): Outgoing<T> => {
    const own = takesCaption(file.kind) ? trimmed(file.caption) : '';
    return { file, body: index === first && body ? body : own };
  });
  return body && first < 0 ? [{ body, file: null }, ...messages] : messages;
}
