'use client';

import { useDesk } from '@/lib/live/desk-provider.tsx';
import { newClientId } from '@/lib/new-client-id.ts';
import { quoteOf, replies } from '../replies.ts';

const endings: Record<string, string> = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' };

/** Puts a recording into the outbox, as the answer to whatever is being answered. What is typed stays. */
export function useSendVoice(ticketId: string): (blob: Blob) => void {
  const { outbox, uploads } = useDesk();
  return (blob) => {
    const clientId = newClientId();
    const answered = replies.get(ticketId);
    uploads.keep(clientId, blob, null);
    outbox.add({
      clientId,
      ticketId,
      body: '',
      quoted: answered ? quoteOf(answered) : null,
      file: {
        name: `audio.${endings[blob.type] ?? 'webm'}`,
        mimetype: blob.type,
        sizeBytes: blob.size,
        kind: 'voice',
        mediaId: null,
      },
    });
    replies.set(ticketId, null);
  };
}
