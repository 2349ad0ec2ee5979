import { cp } from 'node:fs/promises';
import {
  type ChannelDriver,
  type ChannelSession,
  createWhatsAppDriver,
  type InboundMessage,
  type OutboundContent,
  type OutboundQuote,
  reserveMessageId,
  type WhatsAppTimings,
} from '../../src/index.ts';
import { type NewMessage, type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { MemoryHost } from './memory-host.ts';
import { restoreSnapshot, scratchFolder, takeSnapshot } from './paired-snapshot.ts';
import { sharedTlsFolder, trust } from './trust.ts';
import { waitFor } from './wait-for.ts';

export const companyPhone = '5511900000001';
export const ana = { phone: '5511988880001', name: 'Ana' };
export const bia = { phone: '5511988880002', name: 'Bia' };

const fastTimings: Partial<WhatsAppTimings> = {
  connectTimeoutMs: 3_000,
  connectingWatchdogMs: 4_000,
  keepAliveIntervalMs: 1_000,
  silentSocketMs: 1_500,
  queryTimeoutMs: 1_000,
  sendTimeoutMs: 4_000,
  retryRequestDelayMs: 10,
  mediaIdleMs: 2_000,
  mediaAskMs: 1_000,
  backoffMs: { minMs: 10, maxMs: 50 },
};

interface DeskOptions {
  timings?: Partial<WhatsAppTimings>;
  mediaLimitBytes?: number;
  /** Connects by `wss`. */
  secure?: boolean;
  /** Whether this process trusts the network's certificates. Default true. */
  trusts?: boolean;
  simulator?: SimulatorOptions;
}

/** Pairs once, stops everything in good order and keeps both sides for the desks of this test file. */
async function pairForAll(): Promise<void> {
  const dataDir = await scratchFolder();
  const desk = await Desk.create({ simulator: { dataDir } });
  await desk.pair();
  await desk.session.stop();
  await desk.simulator.close();
  await takeSnapshot(dataDir, desk.host);
}

/** A simulated network with one company channel driven by the real driver. */
export class Desk implements AsyncDisposable {
  readonly simulator: Simulator;
  readonly driver: ChannelDriver;
  readonly host: MemoryHost;
  session: ChannelSession;

  private constructor(simulator: Simulator, driver: ChannelDriver, host: MemoryHost) {
    this.simulator = simulator;
    this.driver = driver;
    this.host = host;
    this.session = driver.open(host.ports);
  }

  get control() {
    return this.simulator.control;
  }

  /** Network up, customers Ana and Bia on it, session not started. */
  static async create(input: DeskOptions = {}, host = new MemoryHost()): Promise<Desk> {
    const delays = { ackMs: [2, 8], receiptMs: [3, 10], readMs: [20, 40] } as const;
    const simulator = await startSimulator({
      delays,
      tls: 'auto',
      tlsDir: await sharedTlsFolder(),
      ...input.simulator,
    });
    if (simulator.caPath && input.trusts !== false) trust(simulator.caPath);
    for (const person of [ana, bia]) await simulator.control.createPhone(person);
    const driver = createWhatsAppDriver({
      wsUrl: input.secure ? simulator.wsUrl.replace('ws:', 'wss:') : simulator.wsUrl,
      mediaHost: simulator.mediaHost,
      mediaLimitBytes: input.mediaLimitBytes,
      timings: { ...fastTimings, ...input.timings },
    });
    return new Desk(simulator, driver, host);
  }

  /** The same, paired and connected. Its host remembers only what happened since this connection. */
  static async connected(input: DeskOptions = {}): Promise<Desk> {
    const host = new MemoryHost();
    const folder = await restoreSnapshot(host);
    if (!folder) {
      await pairForAll();
      return await Desk.connected(input);
    }
    const dataDir = input.simulator?.dataDir ?? folder;
    if (dataDir !== folder) await cp(folder, dataDir, { recursive: true });
    const desk = await Desk.create({ ...input, simulator: { ...input.simulator, dataDir } }, host);
    desk.session.start();
    await desk.untilConnected();
    return desk;
  }

  async pair(): Promise<void> {
    this.session.start();
    const { qr } = await waitFor('a QR code', () => this.host.phases.find((change) => change.qr));
    await this.control.scan(companyPhone, { qr: qr ?? '', name: 'Loja' });
    await this.untilConnected();
  }

  async untilConnected(): Promise<void> {
    await waitFor('the connection', () => this.session.phase === 'connected' && this.host.caughtUp > 0);
  }

  /** Ends the session and opens another one on the same stored credentials, as a restarted process would. */
  async restart(): Promise<void> {
    await this.session.stop();
    this.reopen();
    await this.untilConnected();
  }

  reopen(): void {
    this.host.caughtUp = 0;
    this.session = this.driver.open(this.host.ports);
    this.session.start();
  }

  /** Sends as the worker does: reserved id, text known to the lookup. */
  async say(to: string, text: string, id = reserveMessageId()): Promise<string> {
    this.host.sent.set(id, text);
    await this.session.send({ id, to, content: { kind: 'text', text } });
    return id;
  }

  /** Sends any kind with a reserved id. */
  async send(to: string, content: OutboundContent, quoted: OutboundQuote | null = null): Promise<string> {
    const id = reserveMessageId();
    await this.session.send({ id, to, content, quoted });
    return id;
  }

  /** Writes from a phone to the company and waits until the host has it. */
  async receive(phone: string, message: Omit<NewMessage, 'to'> & { to?: string }): Promise<InboundMessage> {
    const { id } = await this.control.send(phone, { to: companyPhone, ...message });
    return await waitFor(`message ${message.kind ?? 'text'}`, () => this.messageWith(id));
  }

  messageWith(id: string): InboundMessage | undefined {
    return this.host.messages(this.driver).find((message) => message.remoteId === id);
  }

  /** Texts the host holds, deduplicated, in order of arrival. */
  texts(): (string | null)[] {
    return this.host.messages(this.driver).map((message) => message.body);
  }

  hasReceipt(id: string, state: string): boolean {
    return this.host.receipts.some((receipt) => receipt.id === id && receipt.state === state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.stop();
    await this.simulator.close();
  }
}

export function jid(phone: string): string {
  return `${phone}@s.whatsapp.net`;
}
