'use client';

import { useState } from 'react';
import { readDraft, writeDraft } from '@/lib/drafts.ts';
import { useDesk, useOutboxOf } from '@/lib/live/desk-provider.tsx';
import { newClientId } from '@/lib/new-client-id.ts';
import { attachments, nothingAttached } from '../attachment-store.ts';
import { withAddresses } from '../content/mentions.ts';
import { nobodyPicked, pickedMembers } from '../mention-store.ts';
import { outgoingOf } from '../outgoing.ts';
import { quoteOf, replies } from '../replies.ts';
import { problemOf } from '../text-problem.ts';
import { useTicketStore } from '../ticket-store.ts';
import { useNewestSeen } from './use-newest-seen.ts';
import { useTypingSignal } from './use-typing-signal.ts';

/** The answer being written for one ticket, with its files and what it answers: kept until it is sent. */
export function useComposer(ticketId: string) {
  const { outbox, uploads } = useDesk();
  const typing = useTypingSignal(ticketId);
  const newestSeen = useNewestSeen(ticketId);
  const [text, setText] = useState(() => readDraft(ticketId));
  const files = useTicketStore(attachments, ticketId);
  const answered = useTicketStore(replies, ticketId);
  const isStale = useOutboxOf(ticketId).some((entry) => entry.stale);
  const problem = problemOf(text);
  const hasContent = text.trim() !== '' || files.length > 0;
  const canSend = hasContent && problem === null && files.every((file) => file.problem === null);

  const change = (value: string) => {
    setText(value);
    writeDraft(ticketId, value);
    if (value.trim() === '') typing.stopped();
    else typing.typed();
  };
  const stopReply = () => replies.set(ticketId, null);
  const send = () => {
    if (!canSend) return;
    const seenId = newestSeen();
    for (const [index, { body, file }] of outgoingOf(text, files).entries()) {
      const clientId = newClientId();
      const addressed = withAddresses(body, pickedMembers.get(ticketId));
      if (file) uploads.keep(clientId, file.file, file.preview);
      outbox.add({
        clientId,
        ticketId,
        ...addressed,
        seenId,
        quoted: index === 0 && answered ? quoteOf(answered) : null,
        file: file && {
          name: file.name,
          mimetype: file.mimetype,
          sizeBytes: file.file.size,
          kind: file.kind,
          mediaId: null,
        },
      });
    }
    setText('');
    writeDraft(ticketId, '');
    // They are in the outbox now; their pictures stay valid.
    attachments.set(ticketId, nothingAttached);
    pickedMembers.set(ticketId, nobodyPicked);
    stopReply();
    typing.stopped();
  };
  return { text, change, send, canSend, problem, files, answered, stopReply, isStale };
}
