import type {
  ChannelDriver,
  ChannelPhase,
  ChannelSession,
  JournalEntry,
  PhaseChange,
  SessionPorts,
} from '@tiktickets/wbot/contract';

export interface Sent {
  id: string;
  to: string;
  text: string;
}

/**
 * A driver without a network: it connects at once and hands every send to `onSend`, which may throw or wait.
 * What it was handed is the provider's ledger; each send is acknowledged unless `acknowledges` is false.
 */
export class FakeDriver implements ChannelDriver {
  readonly sent: Sent[] = [];
  readonly reads: string[] = [];
  readonly sessions: FakeSession[] = [];
  onSend: (message: Sent) => Promise<void> = async () => {};
  acknowledges = true;
  connects = true;

  open(ports: SessionPorts): FakeSession {
    const session = new FakeSession(this, ports);
    this.sessions.push(session);
    return session;
  }

  decode(entry: JournalEntry) {
    const body = Buffer.from(entry.content).toString();
    if (body === 'poison') throw new Error('not a message');
    if (body === 'protocol') return null;
    const person = { phone: null, lid: entry.remoteChat.split('@')[0] ?? '', pushName: 'Bia' };
    const { remoteChat, remoteId, fromMe } = entry;
    return {
      remoteChat,
      remoteId,
      fromMe,
      isGroup: false,
      person,
      kind: 'text' as const,
      rawKind: null,
      body,
      sentAtMs: Date.now(),
    };
  }

  /** The last session that was opened. */
  get session(): FakeSession {
    const last = this.sessions.at(-1);
    if (!last) throw new Error('no session was opened');
    return last;
  }
}

export class FakeSession implements ChannelSession {
  phase: ChannelPhase = 'disconnected';
  stopped = false;
  readonly ports: SessionPorts;
  readonly #driver: FakeDriver;

  constructor(driver: FakeDriver, ports: SessionPorts) {
    this.#driver = driver;
    this.ports = ports;
  }

  start(): void {
    if (this.#driver.connects) this.tell('connected');
  }

  tell(phase: ChannelPhase, reason: string | null = null): void {
    this.phase = phase;
    const account = phase === 'connected' ? { phone: '5511900000001', lid: '1', name: 'Loja' } : null;
    const change: PhaseChange = { phase, qr: phase === 'qr' ? 'code' : null, account, reason };
    void this.ports.sink.phase(change);
  }

  async receive(text: string, from = '77@lid', id: string = crypto.randomUUID()): Promise<void> {
    await this.ports.sink.journal({
      remoteChat: from,
      remoteId: id,
      fromMe: false,
      envelope: {},
      content: Buffer.from(text),
    });
  }

  async sendText(message: Sent): Promise<void> {
    await this.#driver.onSend(message);
    this.#driver.sent.push(message);
    if (this.#driver.acknowledges)
      void this.ports.sink.receipt({ remoteIds: [message.id], state: 'sent', atMs: Date.now() });
  }

  async markRead(keys: readonly { remoteId: string }[]): Promise<void> {
    this.#driver.reads.push(...keys.map((key) => key.remoteId));
  }

  async setTyping(): Promise<void> {}

  async logout(): Promise<void> {
    await this.ports.auth.wipe();
    this.tell('logged_out', 'logged_out');
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.phase = 'disconnected';
  }
}
