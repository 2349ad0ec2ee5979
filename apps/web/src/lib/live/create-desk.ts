import type { AppRouter } from '@tiktickets/api';
import type { LiveItem, MeView } from '@tiktickets/core/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { isTransient, refusalOf, staleDetails } from '../trpc/errors.ts';
import { createQueryClient } from '../trpc/query-client.ts';
import { FeedStatusStore } from './feed-status.ts';
import type { LiveSession } from './live-session.ts';
import { Outbox, type OutboxEntry, type SendOutcome } from './outbox.ts';
import { loadOutbox, saveOutbox } from './outbox-storage.ts';
import { TypingStore } from './typing-store.ts';
import { Uploads } from './uploads.ts';

export type Desk = ReturnType<typeof createDesk>;

/** Everything a tab of the desk holds besides components: cache, feed, outbox. One per tab. */
export function createDesk(me: MeView) {
  const status = new FeedStatusStore();
  const typing = new TypingStore();
  const queryClient = createQueryClient();
  const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/api/trpc', maxURLLength: 2_000 })] });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  queryClient.setQueryData(trpc.me.get.queryKey(), me);
  const uploads = new Uploads({
    request: async (input) => (await import('./xhr-upload.ts')).xhrUpload(input),
  });
  const outbox = new Outbox({
    load: () => loadOutbox(me.user.id),
    save: (entries) => saveOutbox(me.user.id, entries),
    send: (entry) => send(entry),
  });

  let session: Promise<LiveSession> | null = null;
  /** The live half comes in a chunk of its own, after the first paint. */
  const live = () => {
    session ??= import('./live-session.ts').then(({ startLiveSession }) =>
      startLiveSession({ queryClient, trpc, status, typing, onMessage: (message) => outbox.settle(message) }),
    );
    return session;
  };
  /** Puts what the server answered on the screen, by the way that the feed takes. */
  const apply = (items: readonly LiveItem[]) => void live().then(({ reducer }) => reducer.apply(items));

  async function send(entry: OutboxEntry): Promise<SendOutcome> {
    const { ticketId, clientId, body, file, quoted, details, seenId, people } = entry;
    let mediaId = file?.mediaId ?? null;
    if (file && mediaId === null) {
      const outcome = await uploads.run(clientId, {
        ticketId,
        name: file.name,
        mimetype: file.mimetype,
        isRecording: file.kind === 'voice',
      });
      if (outcome.kind !== 'stored') return outcome;
      mediaId = outcome.mediaId;
      outbox.uploaded(clientId, mediaId);
    }
    try {
      const message = await client.messages.send.mutate({
        ticketId,
        clientId,
        body,
        mediaId,
        quotedId: quoted?.messageId ?? null,
        details,
        seenId,
        mentions: people?.map((person) => person.address),
      });
      (await live()).reducer.apply([{ type: 'message', message }]);
      uploads.release(clientId);
      return { kind: 'sent' };
    } catch (error) {
      if (isTransient(error)) return { kind: 'later' };
      const stale = staleDetails(error);
      if (stale) return { kind: 'stale', stale };
      return { kind: 'refused', failure: refusalOf(error) };
    }
  }

  /** Takes back what has not left yet, in the middle of its upload, too. */
  function discard(clientId: string): void {
    outbox.discard(clientId);
    uploads.release(clientId);
  }

  /** Connects the stores to the browser. Returns the way to let go. */
  function mount(): () => void {
    let isMounted = true;
    let release = () => {};
    void live().then((started) => {
      if (isMounted) release = started.connect();
    });
    const stopFlushing = status.subscribe(() => {
      if (status.get().kind === 'live') outbox.flush();
    });
    return () => {
      isMounted = false;
      stopFlushing();
      release();
    };
  }

  return { me, queryClient, client, trpc, apply, outbox, uploads, discard, status, typing, mount };
}
