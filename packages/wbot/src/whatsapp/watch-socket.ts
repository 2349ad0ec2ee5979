import { type BinaryNode, getBinaryNodeChild, type WASocket } from 'baileys';
import { canonicalChat, isDirect, personOf } from './addresses.ts';
import { callNotice } from './call-notice.ts';
import { Completeness } from './completeness.ts';
import { containListeners } from './contain-listeners.ts';
import { groupNotice } from './groups/group-notice.ts';
import { completePerson } from './journal-entry.ts';
import { journalFirst } from './journal-first.ts';
import { describeError } from './library-logger.ts';
import { keepMessageOrder } from './message-order.ts';
import { readAck, readReceipt } from './receipts.ts';
import { capReport, timelockReport } from './restriction.ts';
import { ownAddresses, type SocketContext } from './socket-context.ts';
import { causeOf, reportEnd } from './socket-error.ts';
import { undecryptableOf } from './upserts.ts';
import { watchAccount } from './watch-account.ts';
import { Watchdog } from './watchdog.ts';

interface Handles {
  opened(): void;
  finish(code: number | null, cause: string | null): void;
  storageFailed(error: unknown): void;
  isFinished(): boolean;
  /** The other side ended it, or it broke: do not wait long for a goodbye. */
  hurry(): void;
}

/**
 * Listens to one socket. Every listener is guarded: whatever it throws is logged and goes no further, and nothing is
 * heard from a socket that ended. Ticks and typing are read from the wire, because the library's events are
 * buffered for up to half a minute while a backlog arrives.
 * @returns stops the watchdogs
 */
export function watchSocket(sock: WASocket, context: SocketContext, handles: Handles): () => void {
  const { auth, sink, clock, inbound, logger, milestones } = context;
  const { timings } = context.settings;
  const connecting = new Watchdog(() => handles.finish(null, 'connect_timeout'));
  const silent = new Watchdog(() => handles.finish(null, 'silent_socket'));

  function guarded<T extends unknown[]>(
    what: string,
    listener: (...input: T) => void | Promise<void>,
  ): (...input: T) => void {
    return (...input) => {
      if (handles.isFinished()) return;
      const failed = (error: unknown) =>
        logger.error({ error: describeError(error), listener: what }, 'listener failed');
      try {
        listener(...input)?.catch(failed);
      } catch (error) {
        failed(error);
      }
    };
  }

  /** Runs a journal call; its failure ends the socket before anything is confirmed. */
  async function durably(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      handles.storageFailed(error);
      throw error;
    }
  }

  containListeners(sock, (error) =>
    logger.warn({ error: describeError(error) }, 'the library could not handle a stanza'),
  );
  const completeness = new Completeness({ sink, clock, everyMs: timings.completeEveryMs });
  const account = watchAccount(sock, context, { guarded, settled: () => order.settled() });
  const order = keepMessageOrder(sock, {
    arrived: guarded('message', (stanza: BinaryNode) => {
      inbound.notice(stanza);
      void context.groups.need(sock, stanza.attrs.from ?? '');
    }),
    before: (stanza) =>
      durably(() => inbound.journalUnavailable(stanza, { me: ownAddresses(auth), keys: auth.state.keys })),
    isFinished: handles.isFinished,
    failed: (error) => logger.error({ error: describeError(error) }, 'message could not be handled'),
  });

  // After the listeners of before were wrapped: it counts what the server sent as backlog.
  completeness.watch(sock);

  const notices = {
    isFinished: handles.isFinished,
    failed: (error: unknown) => logger.error({ error: describeError(error) }, 'notice could not be handled'),
  };
  journalFirst(sock, 'CB:notification', {
    ...notices,
    async journal(stanza) {
      const entry = groupNotice(stanza, ownAddresses(auth));
      if (!entry) return;
      await durably(() => sink.journal(entry));
      void context.groups.changed(sock, entry.remoteChat);
    },
  });
  journalFirst(sock, 'CB:call', {
    ...notices,
    async journal(stanza) {
      const entry = await callNotice(stanza, auth.state.keys);
      if (entry) await durably(() => sink.journal(entry));
    },
  });

  async function announceCatchUp(): Promise<void> {
    await order.settled();
    if (!handles.isFinished()) await completeness.caughtUp();
  }

  let wasReached = false;
  sock.ws.on('open', () => {
    wasReached = true;
  });
  connecting.arm(timings.connectingWatchdogMs);
  silent.arm(timings.silentSocketMs);

  sock.ev.on(
    'connection.update',
    guarded('connection', (update) => {
      if (update.qr) {
        connecting.disarm();
        milestones.qr(update.qr);
      }
      if (update.isNewLogin) {
        connecting.arm(timings.connectingWatchdogMs);
        milestones.scanned();
      }
      if (update.connection === 'open') {
        connecting.disarm();
        handles.opened();
        account.opened();
      }
      if (update.receivedPendingNotifications) void announceCatchUp();
      if (update.reachoutTimeLock) void sink.restricted?.(timelockReport(update.reachoutTimeLock, clock.now()));
      if (update.connection === 'close') {
        const report = reportEnd(update.lastDisconnect?.error);
        handles.finish(report.code, causeOf(report, { isProxied: context.way.route !== null, wasReached }));
      }
    }),
  );
  sock.ev.on(
    'message-capping.update',
    guarded('capping', async (cap) => {
      const report = capReport(cap, clock.now());
      if (report) await sink.restricted?.(report);
    }),
  );
  sock.ev.on(
    'creds.update',
    guarded('credentials', () => milestones.credentialsChanged()),
  );
  sock.ev.on(
    'messages.upsert',
    guarded('messages', async ({ messages }) => {
      for (const message of messages) {
        const unread = await undecryptableOf(message, auth.state.keys);
        // In a direct chat the library leaves the participant empty, not absent.
        const from = message.key.participant || message.key.remoteJid || '';
        const stanza = { attrs: { id: message.key.id ?? '', from } };
        if (unread && !inbound.hasContent(stanza) && !inbound.isChange(stanza)) await sink.undecryptable(unread);
      }
    }),
  );

  sock.ws.on('frame', () => silent.feed());
  sock.ws.on(
    'CB:ack,class:message',
    guarded('ack', async (stanza: BinaryNode) => {
      const ack = readAck(stanza, clock.now());
      if (ack?.kind === 'sent') await sink.receipt(ack.news);
      if (ack?.kind === 'refused') await sink.refused({ remoteId: ack.remoteId, code: ack.code });
    }),
  );
  async function recordReceipt(stanza: BinaryNode): Promise<void> {
    const news = readReceipt(stanza, { me: ownAddresses(auth), nowMs: clock.now() });
    if (!news) return;
    const { participant } = news;
    const named = participant && { participant: await completePerson(participant, auth.state.keys) };
    await sink.receipt({ ...news, ...named });
  }
  // The library's listener confirms a receipt: the server forgets it then.
  const confirmReceipt = sock.ws.listeners('CB:receipt');
  sock.ws.removeAllListeners('CB:receipt');
  sock.ws.on(
    'CB:receipt',
    guarded('receipt', async (stanza: BinaryNode) => {
      await recordReceipt(stanza);
      await account.readElsewhere(stanza);
      if (handles.isFinished()) return;
      for (const listener of confirmReceipt) Reflect.apply(listener, sock.ws, [stanza]);
    }),
  );
  sock.ws.on(
    'CB:chatstate',
    guarded('typing', async (stanza: BinaryNode) => {
      const from = stanza.attrs.from ?? '';
      if (!isDirect(from)) return;
      const person = await completePerson(personOf(from), auth.state.keys);
      const active = getBinaryNodeChild(stanza, 'composing') !== undefined;
      await sink.typing({ remoteChat: canonicalChat(from, person.lid), ...person, active });
    }),
  );
  // The library reports these ends only after the closing handshake, which a broken connection never completes.
  for (const event of ['error', 'CB:stream:error', 'CB:failure', 'CB:xmlstreamend']) {
    sock.ws.on(event, () => handles.hurry());
  }
  // The library forwards this event, which keeps ws from aborting the request: nothing would ever happen.
  sock.ws.on(
    'unexpected-response',
    guarded('upgrade', (request: { destroy(): void }, response: { statusCode?: number }) => {
      request.destroy();
      const isProxys = context.way.route !== null && response.statusCode === 407;
      handles.finish(null, isProxys ? 'proxy_failed' : `http_${response.statusCode ?? 0}`);
    }),
  );

  return () => {
    connecting.disarm();
    silent.disarm();
    completeness.end();
  };
}
