import { type AuthStore, type ConnectionPort, type DriverLogger, FencedError, type SessionSink } from '../contract.ts';
import { describeError } from './library-logger.ts';

/** Thrown to the library when it calls a port after the session ended. */
class SessionClosedError extends Error {
  constructor() {
    super('session is closed');
    this.name = 'SessionClosedError';
  }
}

interface GuardedPorts {
  auth: AuthStore;
  /** Its methods never reject, except `journal`, `history`, `receipt`, `readElsewhere` and `outgoing`: their failure must stop the confirmation and the send. */
  sink: SessionSink;
  connection: ConnectionPort;
  /** Resolves when no call is in flight. */
  idle(): Promise<void>;
  /** Refuses further calls; resolves when those in flight are over. */
  close(): Promise<void>;
  /** Refuses further calls at once, for a process that lost the channel. */
  cut(): void;
}

/**
 * The host's ports as a session may use them: counted, refused after the end, and watched for the loss of ownership.
 * `fenced` is called once, on the first {@link FencedError}.
 */
export function guardPorts(
  ports: { auth: AuthStore; sink: SessionSink; logger: DriverLogger; connection?: ConnectionPort },
  fenced: () => void,
): GuardedPorts {
  const { auth, sink, logger, connection } = ports;
  const inFlight = new Set<Promise<unknown>>();
  let closed = false;
  let fencedOnce = false;

  async function through<T>(call: () => Promise<T>): Promise<T> {
    if (closed) throw new SessionClosedError();
    const running = call();
    inFlight.add(running);
    try {
      return await running;
    } catch (error) {
      if (error instanceof FencedError && !fencedOnce) {
        fencedOnce = true;
        fenced();
      }
      throw error;
    } finally {
      inFlight.delete(running);
    }
  }

  async function tell(what: string, call: () => Promise<void>): Promise<void> {
    try {
      await through(call);
    } catch (error) {
      if (error instanceof SessionClosedError || error instanceof FencedError) return;
      logger.error({ port: what, error: describeError(error) }, 'host refused an event');
    }
  }

  let phases: Promise<void> = Promise.resolve();

  async function idle(): Promise<void> {
    while (inFlight.size > 0) await Promise.allSettled(inFlight);
  }

  return {
    auth: {
      loadCredentials: () => through(() => auth.loadCredentials()),
      saveCredentials: (json) => through(() => auth.saveCredentials(json)),
      loadKeys: (type, ids) => through(() => auth.loadKeys(type, ids)),
      saveKeys: (changes) => through(() => auth.saveKeys(changes)),
      wipe: () => through(() => auth.wipe()),
    },
    sink: {
      journal: (entry) => through(() => sink.journal(entry)),
      phase(change) {
        phases = phases.then(() => tell('phase', () => sink.phase(change)));
        return phases;
      },
      undecryptable: (message) => tell('undecryptable', () => sink.undecryptable(message)),
      receipt: (receipt) => through(() => sink.receipt(receipt)),
      refused: (refusal) => tell('refused', () => sink.refused(refusal)),
      restricted: (report) => tell('restricted', async () => await sink.restricted?.(report)),
      typing: (typing) => tell('typing', () => sink.typing(typing)),
      identity: (pair) => tell('identity', () => sink.identity(pair)),
      group: (group) => tell('group', async () => await sink.group?.(group)),
      outgoing: (message) => through(async () => await sink.outgoing?.(message)),
      history: (part) => through(async () => await sink.history?.(part)),
      names: (people) => tell('names', async () => await sink.names?.(people)),
      readElsewhere: (read) => through(async () => await sink.readElsewhere?.(read)),
      picture: (person) => tell('picture', async () => await sink.picture?.(person)),
      blocked: (list) => tell('blocked', async () => await sink.blocked?.(list)),
      gap: (gap) => tell('gap', async () => await sink.gap?.(gap)),
      caughtUp: (atMs) => tell('caughtUp', () => sink.caughtUp(atMs)),
    },
    connection: {
      settings: () => through(async () => (await connection?.settings()) ?? { proxyUrl: null, version: null }),
      admit: (account) => through(async () => (await connection?.admit(account)) ?? null),
    },
    idle,
    async close() {
      await phases;
      closed = true;
      await idle();
    },
    cut() {
      closed = true;
    },
  };
}
