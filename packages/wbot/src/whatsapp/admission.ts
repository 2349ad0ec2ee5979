import type { ChannelAccount, ConnectionPort, SessionSink } from '../contract.ts';

/** Whether the host takes the account that was paired: asked once per account, and again while there was no answer. */
export class Admission {
  readonly #port: ConnectionPort;
  #phone: string | null = null;
  #answer: Promise<string | null> = Promise.resolve(null);
  #isKnown = false;
  /** Why the account may not be used here. */
  refusal: string | null = null;

  constructor(port: ConnectionPort) {
    this.#port = port;
  }

  isGiven(account: ChannelAccount | null): boolean {
    return this.#isKnown && this.refusal === null && this.#phone === (account?.phone ?? null);
  }

  /** Null is a welcome, `unknown` means that the host could not say; else the host's reason. Never rejects. */
  async ask(account: ChannelAccount | null): Promise<string | null> {
    if (!account) return 'unknown';
    if (account.phone !== this.#phone) {
      this.#phone = account.phone;
      this.#isKnown = false;
      this.#answer = this.#port.admit(account);
    }
    try {
      this.refusal = await this.#answer;
      this.#isKnown = true;
      return this.refusal;
    } catch {
      this.#phone = null;
      return 'unknown';
    }
  }

  /** What arrives waits for the answer. Of an account that is not taken nothing is kept: its rightful channel has it. */
  before(sink: SessionSink): SessionSink {
    const admitted = async (store: () => Promise<void> | undefined): Promise<void> => {
      if ((await this.#answer) === null) await store();
    };
    return {
      ...sink,
      journal: (entry) => admitted(() => sink.journal(entry)),
      history: (part) => admitted(() => sink.history?.(part)),
    };
  }
}
