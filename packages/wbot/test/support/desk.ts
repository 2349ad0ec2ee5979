import {
  type ChannelDriver,
  type ChannelSession,
  createWhatsAppDriver,
  reserveMessageId,
  type WhatsAppTimings,
} from '../../src/index.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { MemoryHost } from './memory-host.ts';
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
  backoffMs: { minMs: 10, maxMs: 50 },
};

/** A simulated network with one company channel driven by the real driver. */
export class Desk implements AsyncDisposable {
  readonly simulator: Simulator;
  readonly driver: ChannelDriver;
  readonly host = new MemoryHost();
  session: ChannelSession;

  private constructor(simulator: Simulator, driver: ChannelDriver) {
    this.simulator = simulator;
    this.driver = driver;
    this.session = driver.open(this.host.ports);
  }

  get control() {
    return this.simulator.control;
  }

  /** Network up, customers Ana and Bia on it, session not started. */
  static async create(input: { timings?: Partial<WhatsAppTimings>; simulator?: SimulatorOptions } = {}): Promise<Desk> {
    const delays = { ackMs: [2, 8], receiptMs: [3, 10], readMs: [20, 40] } as const;
    const simulator = await startSimulator({ delays, ...input.simulator });
    for (const person of [ana, bia]) await simulator.control.createPhone(person);
    const driver = createWhatsAppDriver({ wsUrl: simulator.wsUrl, timings: { ...fastTimings, ...input.timings } });
    return new Desk(simulator, driver);
  }

  /** The same, paired and connected. */
  static async connected(input: Parameters<typeof Desk.create>[0] = {}): Promise<Desk> {
    const desk = await Desk.create(input);
    await desk.pair();
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
    await this.session.sendText({ id, to, text });
    return id;
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
