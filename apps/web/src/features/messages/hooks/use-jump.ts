'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { notify } from '@/ui/notify.ts';
import { type MessageRow, messagesIn } from '../message-rows.ts';

const glowMs = 1_700;

interface JumpInput {
  rows: readonly MessageRow[];
  find: (messageId: string) => Promise<boolean>;
  show: (index: number) => void;
}

/** Goes to a message of the conversation, wherever it is, and lets it glow. */
export function useJump({ rows, find, show }: JumpInput) {
  const t = useTranslations('messages');
  const [soughtId, setSoughtId] = useState<string | null>(null);
  const latest = useRef(show);
  const index = soughtId ? rows.findIndex((row) => messagesIn(row).some(({ id }) => id === soughtId)) : -1;
  const isFound = index >= 0;
  // The external system in the three effects below: the scroll position, and a timer.
  useLayoutEffect(() => {
    latest.current = show;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that arrive later must not scroll again
  useLayoutEffect(() => {
    if (!isFound) return;
    latest.current(index);
    // Once more, when the rows around it have been measured.
    const frame = requestAnimationFrame(() => latest.current(index));
    return () => cancelAnimationFrame(frame);
  }, [isFound, soughtId]);
  useEffect(() => {
    if (!isFound) return;
    const timer = setTimeout(() => setSoughtId(null), glowMs);
    return () => clearTimeout(timer);
  }, [isFound]);
  const jumpTo = useCallback(
    (messageId: string) => {
      setSoughtId(messageId);
      void find(messageId).then((wasFound) => {
        if (wasFound) return;
        setSoughtId(null);
        notify({ tone: 'info', text: t('quotedNotFound') });
      });
    },
    [find, t],
  );
  return { soughtId, jumpTo };
}
