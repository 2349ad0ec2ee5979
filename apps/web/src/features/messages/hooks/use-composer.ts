'use client';

import { useState } from 'react';
import { readDraft, writeDraft } from '@/lib/drafts.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { problemOf } from '../text-problem.ts';
import { useTypingSignal } from './use-typing-signal.ts';

/** The text being written for one ticket: kept in this browser until it is sent. */
export function useComposer(ticketId: string) {
  const { outbox } = useDesk();
  const typing = useTypingSignal(ticketId);
  const [text, setText] = useState(() => readDraft(ticketId));
  const problem = problemOf(text);
  const canSend = text.trim() !== '' && problem === null;

  const change = (value: string) => {
    setText(value);
    writeDraft(ticketId, value);
    if (value.trim() === '') typing.stopped();
    else typing.typed();
  };
  const send = () => {
    if (!canSend) return;
    outbox.add({ clientId: newClientId(), ticketId, body: text.replace(/^(?:\s*\n)+|\s+$/g, '') });
    setText('');
    writeDraft(ticketId, '');
    typing.stopped();
  };
  return { text, change, send, canSend, problem };
}

/** `crypto.randomUUID` exists only on https and localhost; a desk on a plain local network needs ids too. */
function newClientId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
