'use client';

import { type RefObject, useState } from 'react';

interface Slash {
  /** Where the mark stands in the text. */
  start: number;
  query: string;
}

const patterns = {
  '/': /(?:^|\s)\/([\p{L}\p{N}_-]{0,30})$/u,
  '@': /(?:^|\s)@([\p{L}\p{N}_-]{0,30})$/u,
};

/** Watches for `/word` (or `@word`) right before the cursor, at the beginning of a line or after a blank. */
export function useSlash(
  area: RefObject<HTMLTextAreaElement | null>,
  change: (text: string) => void,
  mark: keyof typeof patterns = '/',
) {
  const [slash, setSlash] = useState<Slash | null>(null);
  const watch = () => {
    const { value = '', selectionStart = 0, selectionEnd = 0 } = area.current ?? {};
    const typed = selectionStart === selectionEnd ? value.slice(0, selectionStart) : '';
    const query = patterns[mark].exec(typed)?.[1] ?? null;
    setSlash(query === null ? null : { start: selectionStart - query.length - 1, query });
  };
  const put = (text: string) => {
    const { value = '', selectionStart = 0 } = area.current ?? {};
    const start = slash?.start ?? selectionStart;
    change(value.slice(0, start) + text + value.slice(selectionStart));
    setSlash(null);
    // After the text is there.
    requestAnimationFrame(() => area.current?.setSelectionRange(start + text.length, start + text.length));
  };
  return { slash, watch, put, dismiss: () => setSlash(null) };
}
