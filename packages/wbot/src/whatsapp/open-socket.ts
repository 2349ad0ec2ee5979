import { isJidBroadcast, isJidNewsletter, makeWASocket, proto, type WASocket } from 'baileys';
import type { DriverLogger } from '../contract.ts';
import { keysOfSocket } from './auth-state.ts';
import { containRejections } from './contain-rejections.ts';
import { reportIdentities } from './identities.ts';
import { journalingRepository } from './journaling-repository.ts';
import { describeError, libraryLogger } from './library-logger.ts';
import type { SocketEnd } from './reconnect-policy.ts';
import { textContent } from './send/text-content.ts';
import { ownAddresses, type SocketContext } from './socket-context.ts';
import { socketSettings } from './socket-settings.ts';
import { watchSocket } from './watch-socket.ts';

export interface SocketRun {
  readonly sock: WASocket;
  /** Logged in and not ended. */
  readonly isOpen: boolean;
  /** Resolves once, as soon as the end is known; the TCP connection may take a moment longer. */
  readonly ended: Promise<SocketEnd>;
  /** Ends it ourselves. Nothing is sent after this returns. */
  end(cause: string, code?: number): void;
  /** Resolves when the connection is really gone, at most about a second after the end. */
  readonly gone: Promise<void>;
}

const closeGraceMs = 1_000;

function terminate(sock: WASocket): void {
  const raw: unknown = Reflect.get(sock.ws, 'socket');
  if (typeof raw !== 'object' || raw === null) return;
  const kill: unknown = Reflect.get(raw, 'terminate');
  if (typeof kill === 'function') Reflect.apply(kill, raw, []);
}

function closeForGood(sock: WASocket, logger: DriverLogger): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => terminate(sock), closeGraceMs);
    sock
      .end(undefined)
      .catch((error: unknown) => logger.debug({ error: describeError(error) }, 'closing the socket failed'))
      .finally(() => {
        clearTimeout(timer);
        // The library may have given up on it before us, and then waits half a minute for the other side's goodbye.
        terminate(sock);
        resolve();
      });
  });
}

/** Opens one socket of the WhatsApp library and wires it to the session. It lives until `ended`. */
export function openSocket(context: SocketContext): SocketRun {
  const { auth, logger, inbound, clock } = context;
  const ended = Promise.withResolvers<SocketEnd>();
  const gone = Promise.withResolvers<void>();
  let openedAtMs: number | null = null;
  let finished = false;

  function storageFailed(error: unknown): void {
    if (finished) return;
    logger.error({ error: describeError(error) }, 'message could not be stored, socket given up');
    finish(null, 'storage_failed');
  }

  const repository = journalingRepository({
    journal: (input) => inbound.journal(ownAddresses(auth), input),
    storageFailed,
    isJournaled: (ciphertext) => inbound.isJournaled(ciphertext),
    identitiesLearned: (pairs) => reportIdentities(pairs, context),
  });

  const sock = containRejections(() =>
    makeWASocket({
      ...socketSettings(context.settings, context.way),
      auth: {
        creds: auth.state.creds,
        keys: keysOfSocket(auth.state.keys, { isEnded: () => finished, storageFailed }),
      },
      logger: libraryLogger(logger),
      makeSignalRepository: repository,
      msgRetryCounterCache: context.caches.retries,
      userDevicesCache: context.caches.devices,
      shouldIgnoreJid: (jid) => isJidBroadcast(jid) === true || isJidNewsletter(jid) === true,
      cachedGroupMetadata: async (jid) => context.groups.cached(jid),
      async getMessage(key) {
        const stored = key.id ? await context.lookup.message?.(key.id) : null;
        if (stored) return proto.Message.decode(stored);
        const text = key.id ? await context.lookup.sentText(key.id) : null;
        return text === null ? undefined : textContent(text);
      },
    }),
  );

  function finish(code: number | null, cause: string | null): void {
    if (finished) return;
    finished = true;
    stopWatching();
    closeForGood(sock, logger).then(gone.resolve, gone.reject);
    const openForMs = openedAtMs === null ? null : clock.now() - openedAtMs;
    ended.resolve({ code, cause, openForMs, paired: auth.paired });
  }

  const stopWatching = watchSocket(sock, context, {
    opened() {
      openedAtMs = clock.now();
      context.milestones.opened();
    },
    finish,
    storageFailed,
    isFinished: () => finished,
    hurry: () => setTimeout(() => terminate(sock), closeGraceMs).unref(),
  });

  return {
    sock,
    get isOpen() {
      return openedAtMs !== null && !finished;
    },
    ended: ended.promise,
    gone: gone.promise,
    end: (cause, code) => finish(code ?? null, cause),
  };
}
