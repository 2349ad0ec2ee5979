export const maxTextLength = 65_536;

export type TextProblem = { kind: 'too-long'; over: number } | { kind: 'binary' } | null;

/** What `textBodySchema` would say, while typing; a test holds the two together. Empty text is no problem, only unsendable. */
export function problemOf(text: string): TextProblem {
  if (text.length > maxTextLength) return { kind: 'too-long', over: text.length - maxTextLength };
  return text.includes('\u0000') || !text.isWellFormed() ? { kind: 'binary' } : null;
}
