import { reportPairingCode } from '@tiktickets/core/channels';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import { type LaneHost, laneFailed } from '../lanes/lane-host.ts';
import { WakeLoop } from '../wake-loop.ts';

export interface CodeRequestOptions {
  host: LaneHost;
  session(): ChannelSession | null;
  /** Resolves when all phases told so far are recorded. */
  recorded(): Promise<void>;
}

/** Gets the code that links a phone without a scan, once per socket and number, and shows it. */
export class CodeRequest {
  readonly #options: CodeRequestOptions;
  readonly #loop: WakeLoop;
  #wanted: string | null = null;
  /** The number that the present socket was asked for. */
  #asked: string | null = null;
  /** What was read of the channel before this moment does not know of the last answer. */
  #answeredAt = 0;

  constructor(options: CodeRequestOptions) {
    this.#options = options;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(options.host, 'pairing code') });
  }

  /** The number that waits for a code, as read at `readAt`; null while none does, or its code is shown already. */
  want(phone: string | null, readAt: number): void {
    if (readAt < this.#answeredAt) return;
    this.#wanted = phone;
    if (phone === null) this.#asked = null;
    else this.#loop.wake();
  }

  /** A code belongs to its socket. */
  phase(isWaiting: boolean): void {
    if (!isWaiting) this.#asked = null;
    else if (this.#wanted) this.#loop.wake();
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<null> {
    const phone = this.#wanted;
    const session = this.#options.session();
    if (phone === null || this.#asked === phone || session?.phase !== 'qr') return null;
    this.#asked = phone;
    const { host } = this.#options;
    const { ctx, channelId, fence } = host;
    try {
      const code = await this.#ask(session, phone);
      if (code === 'away') return null;
      // Its place is beside a recorded wait for the phone.
      await this.#options.recorded();
      await reportPairingCode(ctx, { channelId, fence, phone, code });
      this.#wanted = null;
      this.#asked = null;
      this.#answeredAt = performance.now();
    } catch (error) {
      this.#asked = null;
      throw error;
    }
    return null;
  }

  /** Null when the provider gives none for this number; `away` when the next socket has to be asked. */
  async #ask(session: ChannelSession, phone: string): Promise<string | null> {
    try {
      return await session.requestPairingCode(phone);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      this.#options.host.ctx.kernel.logger.warn(
        { channelId: this.#options.host.channelId, code: error.code },
        'no pairing code was given',
      );
      return error.scope === 'channel' ? 'away' : null;
    }
  }
}
