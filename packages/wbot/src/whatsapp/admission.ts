import type { ChannelAccount, ConnectionPort, SessionSink } from '../contract.ts';

/** Whether the host takes the account that was paired: asked once per account, and again while there was no answer. */
export class Admission {
  readonly #port: ConnectionPort;
  readonly #account: () => ChannelAccount | null;
  #asked: { phone: string; answer: Promise<string | null> } | null = null;
  #isKnown = false;
  /** Why the account may not be used here. */
  refusal: string | null = null;

  constructor(port: ConnectionPort, account: () => ChannelAccount | null) {
    this.#port = port;
    this.#account = account;
  }

  get isGiven(): boolean {
    return this.#isKnown && this.refusal === null && this.#asked?.phone === this.#account()?.phone;
  }

  /** Null is a welcome, `unknown` means that the host could not say; else the host's reason. Never rejects. */
  async ask(): Promise<string | null> {
    try {
      return await this.#answer();
    } catch {
      return 'unknown';
    }
  }

  /** What arrives waits for the answer. Of an account that is not taken nothing is kept: its rightful channel has it. */
  before(sink: SessionSink): SessionSink {
    const admitted = async (store: () => Promise<void> | undefined): Promise<void> => {
      if ((await this.#answer()) === null) await store();
    };
    return {
      ...sink,
      journal: (entry) => admitted(() => sink.journal(entry)),
      history: (part) => admitted(() => sink.history?.(part)),
    };
  }

  /** A question that failed is put anew by whoever asks next, be it a message that comes before the login is complete. */
  async #answer(): Promise<string | null> {
    const account = this.#account();
    if (!account) throw new Error('no account is paired');
    if (this.#asked?.phone !== account.phone) {
      this.#asked = { phone: account.phone, answer: this.#port.admit(account) };
      this.#isKnown = false;
    }
    const asked = this.#asked;
    try {
      this.refusal = await asked.answer;
      this.#isKnown = true;
      return this.refusal;
    } catch (error) {
      if (this.#asked === asked) this.#asked = null;
      throw error;
    }
  }
}
