import type { Readable } from 'node:stream';
import type {
  ChannelDriver,
  ChannelPhase,
  ChannelSession,
  HistoryBatch,
  JournalEntry,
  MediaReference,
  OutboundContent,
  OutboundMessage,
  PhaseChange,
  Recipient,
  SessionPorts,
} from '@tiktickets/wbot/contract';
import { MediaError } from '@tiktickets/wbot/contract';

export interface Sent {
  id: string;
  to: string;
  text: string;
  content: OutboundContent;
  quoted: OutboundMessage['quoted'];
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
  onDownload: (media: MediaReference) => Promise<Readable> = async () => {
    throw new MediaError('expired');
  };
  onCheck: (phone: string) => Promise<Recipient | null> = async (phone) => ({
    jid: `${phone}@s.whatsapp.net`,
    lid: null,
  });
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
    const media = body.startsWith('file:') ? fileNamed(body.slice(5)) : null;
    return {
      remoteChat,
      remoteId,
      fromMe,
      isGroup: false,
      person,
      kind: media ? media.kind : ('text' as const),
      media,
      rawKind: null,
      body,
      sentAtMs: Date.now(),
    };
  }

  pollVote(): null {
    return null;
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

  async send({ id, to, content, quoted }: OutboundMessage): Promise<void> {
    const message = { id, to, content, quoted, text: textOf(content) };
    await this.#driver.onSend(message);
    this.#driver.sent.push(message);
    if (this.#driver.acknowledges)
      // As the driver does: a tick that could not be stored is not confirmed, and ends nothing.
      this.ports.sink.receipt({ remoteIds: [message.id], state: 'sent', atMs: Date.now() }).catch(() => {});
  }

  downloadMedia(media: MediaReference): Promise<Readable> {
    return this.#driver.onDownload(media);
  }

  async *readHistory(): AsyncGenerator<HistoryBatch> {}
  async fetchHistory(): Promise<void> {}
  async fetchPicture(): Promise<null> {
    return null;
  }
  async setBlocked(): Promise<void> {}
  async checkRecipient(phone: string): Promise<Recipient | null> {
    return await this.#driver.onCheck(phone);
  }

  async refreshGroup(): Promise<void> {}
  async rejectCall(): Promise<void> {}
  async requestPairingCode(): Promise<string> {
    return 'ABCD1234';
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

const kinds = {
  mp4: { kind: 'video', mimetype: 'video/mp4' },
  ogg: { kind: 'voice', mimetype: 'audio/ogg; codecs=opus' },
  txt: { kind: 'document', mimetype: 'text/plain' },
} as const;
type Ending = keyof typeof kinds;
const endingOf = (fileName: string): Ending =>
  (['mp4', 'ogg'] as const).find((ending) => fileName.endsWith(ending)) ?? 'txt';

const fileNamed = (fileName: string): MediaReference & { kind: (typeof kinds)[Ending]['kind'] } => ({
  ...kinds[endingOf(fileName)],
  sizeBytes: null,
  fileName,
  sha256: null,
  encryptedSha256: null,
  mediaKey: '',
  directPath: '/v/file',
  seconds: null,
  width: null,
  height: null,
  waveform: null,
  isGif: false,
  thumbnail: null,
});

const textOf = (content: OutboundContent): string => {
  if (content.kind === 'text') return content.text;
  return 'caption' in content ? (content.caption ?? '') : '';
};
