import { z } from 'zod';

/** No NUL and no half of a character: databases and providers refuse both. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** A single line that a person typed, trimmed. */
export const lineSchema = (maxLength: number) =>
  z.string().trim().max(maxLength).refine(isStorable, 'holds characters that cannot be stored');
