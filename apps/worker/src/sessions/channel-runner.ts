import { setTimeout as delay } from 'node:timers/promises';
import {
  type Desired,
  type Fence,
  isFinal,
  type OwnedChannel,
  recordRecipient,
  reportLoggedOut,
} from '@tiktickets/core/channels';
import { channelContext, type Kernel } from '@tiktickets/core/kernel';
import type { ChannelDriver, ChannelSession, ConnectGate, PhaseChange, SessionPorts } from '@tiktickets/wbot/contract';
import { CallLane } from '../lanes/call-lane.ts';
import { EventLane } from '../lanes/event-lane.ts';
import { GroupLane } from '../lanes/group-lane.ts';
import { HealthLane } from '../lanes/health-lane.ts';
import { HistoryLane } from '../lanes/history-lane.ts';
import { InboundLane } from '../lanes/inbound-lane.ts';
import { type LaneHost, laneFailed } from '../lanes/lane-host.ts';
import { MediaLane } from '../lanes/media-lane.ts';
import { OutboundLane } from '../lanes/outbound-lane.ts';
import { ProfileLane } from '../lanes/profile-lane.ts';
import { ReadReceiptLane } from '../lanes/read-receipt-lane.ts';
import { WakeLoop } from '../wake-loop.ts';
import { CodeRequest } from './code-request.ts';
import { sessionPorts } from './session-ports.ts';

export interface ChannelRunnerOptions {
  kernel: Kernel;
  owned: OwnedChannel;
  fence: Fence;
  driver: ChannelDriver;
  gate: ConnectGate;
  /** Pause between two profile pictures. */
  pictureMs?: number | undefined;
  fenced(): void;
  /** What a person asks of the channel has to be read again. */
  rescan(): void;
}

/** How long a logout waits for a connection, so that the provider can be told. */
const logoutConnectMs = 10_000;

/** One channel in this process: its session, as a person wants it, and its lanes. */
export class ChannelRunner {
  readonly fence: Fence;
  readonly #options: ChannelRunnerOptions;
  readonly #host: LaneHost;
  readonly #ports: SessionPorts;
  readonly #events: EventLane;
  readonly #inbound: InboundLane;
  readonly #outbound: OutboundLane;
  readonly #receipts: ReadReceiptLane;
  readonly #media: MediaLane;
  readonly #history: HistoryLane;
  readonly #groups: GroupLane;
  readonly #calls: CallLane;
  readonly #health: HealthLane;
  readonly #codes: CodeRequest;
  readonly #profiles: ProfileLane;
  readonly #transitions: WakeLoop;
  #session: ChannelSession | null = null;
  #desired: Desired = 'off';
  #isLive = false;
  #connectionRev = 0;
  /** What the running session was opened with. */
  #openedRev = 0;
  /** The session came to an end that only a person undoes. */
  #ended = false;
  /** What was read of the channel before this moment does not know of the end. */
  #endRecordedAt = 0;
  #phaseSeen = Promise.withResolvers<void>();

  constructor(options: ChannelRunnerOptions) {
    const { kernel, owned, fence, driver, gate } = options;
    const { tenantId, channelId } = owned;
    this.#options = options;
    this.fence = fence;
    this.#host = { ctx: channelContext(kernel, tenantId, channelId), channelId, fence, fenced: options.fenced };
    const session = () => this.#session;
    this.#events = new EventLane(this.#host);
    this.#media = new MediaLane(this.#host, session);
    this.#groups = new GroupLane(this.#host, session);
    this.#calls = new CallLane(this.#host, session);
    this.#health = new HealthLane(this.#host);
    this.#codes = new CodeRequest({ host: this.#host, session, recorded: () => this.#events.drained() });
    this.#inbound = new InboundLane(this.#host, driver, {
      files: () => this.#media.wake(),
      groups: () => this.#groups.wake(),
      calls: () => this.#calls.wake(),
    });
    this.#outbound = new OutboundLane(this.#host, session);
    this.#receipts = new ReadReceiptLane(this.#host, session);
    this.#profiles = new ProfileLane(this.#host, session, options.pictureMs);
    this.#history = new HistoryLane(this.#host, session, () => this.#media.wake());
    this.#ports = sessionPorts({
      host: this.#host,
      gate,
      events: this.#events,
      inbound: this.#inbound,
      history: this.#history,
      health: this.#health,
      profiles: this.#profiles,
      phaseChanged: (change) => this.#phaseChanged(change),
    });
    this.#transitions = new WakeLoop({ work: () => this.#transition(), failed: laneFailed(this.#host, 'session') });
  }

  /** Brings the channel to what was read of it at `readAt` and wakes the lanes that have work. */
  apply(owned: OwnedChannel, readAt: number): void {
    if (owned.inboundDue) this.#inbound.wake();
    if (owned.outboundDue) this.wakeOutbound();
    if (this.#ended || readAt < this.#endRecordedAt) return;
    this.#isLive = owned.isLive;
    this.#connectionRev = owned.connectionRev;
    this.#codes.want(owned.pairingPhone, readAt);
    const isNews =
      owned.desired !== this.#desired ||
      (owned.desired === 'on') !== (this.#session !== null) ||
      owned.connectionRev !== this.#openedRev ||
      owned.isLive;
    this.#desired = owned.desired;
    if (isNews) this.#transitions.wake();
  }

  get isIdle(): boolean {
    return this.#session === null;
  }

  wakeOutbound(): void {
    this.#outbound.wake();
    this.#receipts.wake();
    this.#media.wake();
    this.#profiles.wake();
  }

  async setTyping(typing: { to: string; active: boolean }): Promise<void> {
    if (this.#session?.phase === 'connected') await this.#session.setTyping(typing);
  }

  /** Somebody waits for the answer, which is kept for the sends that follow. */
  async checkRecipient(phone: string): Promise<void> {
    if (this.#session?.phase !== 'connected') return;
    const recipient = await this.#session.checkRecipient(phone);
    await recordRecipient(this.#host.ctx, { channelId: this.#host.channelId, phone, recipient });
  }

  /** Ends in order: the message in flight is recorded, credentials are flushed, the state says so. */
  async stop(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    const left = (): number => Math.max(0, until - performance.now());
    await Promise.all([
      this.#outbound.stop(left()),
      this.#receipts.stop(left()),
      this.#media.stop(left()),
      this.#history.stop(left()),
      this.#groups.stop(left()),
      this.#calls.stop(left()),
      this.#codes.stop(left()),
      this.#profiles.stop(left()),
      this.#transitions.stop(left()),
    ]);
    await within(left(), this.#close());
    await within(left(), this.#events.drained());
    await Promise.all([this.#events.stop(left()), this.#inbound.stop(left()), this.#health.stop(left())]);
  }

  /** Ends at once; whatever is still in flight is refused by the fence. */
  async abandon(): Promise<void> {
    const lanes = [
      this.#outbound,
      this.#receipts,
      this.#media,
      this.#history,
      this.#groups,
      this.#profiles,
      this.#transitions,
      this.#events,
      this.#inbound,
      this.#calls,
      this.#codes,
      this.#health,
    ];
    await Promise.all([...lanes.map((lane) => lane.stop(0)), this.#session?.stop()]);
  }

  #phaseChanged(change: PhaseChange): void {
    this.#phaseSeen.resolve();
    this.#phaseSeen = Promise.withResolvers();
    this.#codes.phase(change.phase === 'qr');
    if (change.phase === 'connected') {
      this.#outbound.connected();
      this.#receipts.wake();
      this.#media.wake();
      this.#history.wake();
      this.#groups.wake();
      this.#calls.wake();
      this.#profiles.wake();
    }
    if (isFinal({ state: change.phase, reason: change.reason })) {
      this.#ended = true;
      this.#transitions.wake();
    }
  }

  async #transition(): Promise<null> {
    if (this.#ended) await this.#settleEnd();
    else if (this.#desired === 'on') await this.#open();
    else if (this.#desired === 'off') await this.#close();
    else await this.#logout();
    return null;
  }

  /** Settings of the connection are read when it is made, so changed ones need another one. */
  async #open(): Promise<void> {
    if (this.#session && this.#openedRev === this.#connectionRev) return;
    await this.#session?.stop();
    this.#openedRev = this.#connectionRev;
    this.#session = this.#options.driver.open(this.#ports);
    this.#session.start();
  }

  /** The end is recorded first: from then on what is read of the channel is what a person asked after it. */
  async #settleEnd(): Promise<void> {
    await this.#events.drained();
    await this.#session?.stop();
    this.#session = null;
    this.#ended = false;
    this.#desired = 'off';
    this.#isLive = false;
    this.#endRecordedAt = performance.now();
    this.#options.rescan();
  }

  async #close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.stop();
    if (this.#ended || !(session || this.#isLive)) return;
    this.#isLive = false;
    this.#events.push({ kind: 'phase', change: { phase: 'disconnected', qr: null, reason: null, account: null } });
  }

  async #logout(): Promise<void> {
    const session = this.#session ?? this.#options.driver.open(this.#ports);
    this.#session = session;
    session.start();
    await within(logoutConnectMs, this.#untilSettled(session));
    await session.logout();
    this.#session = null;
    this.#ended = false;
    await this.#events.drained();
    await reportLoggedOut(this.#host.ctx, this.#host);
    this.#desired = 'off';
    this.#isLive = false;
    this.#endRecordedAt = performance.now();
    this.#options.rescan();
  }

  /** Connected, or clearly not going to be without a person. */
  async #untilSettled(session: ChannelSession): Promise<void> {
    while (!['connected', 'qr', 'logged_out', 'replaced', 'banned'].includes(session.phase)) {
      await this.#phaseSeen.promise;
    }
  }
}

/** Waits for `work`, but no longer than `ms`; the work itself goes on. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const limit = new AbortController();
  try {
    await Promise.race([work, delay(ms, undefined, { signal: limit.signal })]);
  } finally {
    limit.abort();
  }
}
