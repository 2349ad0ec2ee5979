import { type BinaryNode, getBinaryNodeChild, type WASocket } from 'baileys';
import type { DriverClock, SessionSink } from '../contract.ts';

/**
 * Up to when everything that people wrote has arrived: from the end of the backlog on, as long as the server is heard.
 * Told now and then, and when the connection ends; the next one begins with what was kept meanwhile.
 */
export class Completeness {
  readonly #sink: SessionSink;
  readonly #clock: DriverClock;
  readonly #everyMs: number;
  #announced = 0;
  #arrived = 0;
  #heardMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: { sink: SessionSink; clock: DriverClock; everyMs: number }) {
    this.#sink = options.sink;
    this.#clock = options.clock;
    this.#everyMs = options.everyMs;
  }

  /** Counts the backlog as the server announces it and as it comes. */
  watch(sock: WASocket): void {
    sock.ws.on('CB:ib,,offline_preview', (stanza: BinaryNode) => {
      this.#announced = Number(getBinaryNodeChild(stanza, 'offline_preview')?.attrs.message ?? 0);
      this.#arrived = 0;
    });
    sock.ws.on('CB:message', (stanza: BinaryNode) => {
      if (stanza.attrs.offline !== undefined) this.#arrived += 1;
    });
    sock.ws.on('frame', () => {
      if (this.#heardMs !== null) this.#heardMs = this.#clock.now();
    });
  }

  /** The whole backlog has been dealt with. */
  async caughtUp(): Promise<void> {
    const nowMs = this.#clock.now();
    this.#heardMs = nowMs;
    const missing = this.#announced - this.#arrived;
    if (missing > 0) await this.#sink.gap?.({ missing, untilMs: nowMs });
    this.#announced = 0;
    this.#timer = setInterval(() => this.#tell(), this.#everyMs);
    this.#timer.unref();
    await this.#sink.caughtUp(nowMs);
  }

  /** The connection has ended. */
  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#tell();
    this.#heardMs = null;
  }

  #tell(): void {
    if (this.#heardMs !== null) void this.#sink.caughtUp(this.#heardMs);
  }
}
