import type { Readable } from 'node:stream';
import type { LIDMapping, WASocket } from 'baileys';
import {
  type ChannelAccount,
  type ChannelPhase,
  type ChannelSession,
  type HistoryBatch,
  type HistoryLimits,
  type HistoryPoint,
  type MediaKey,
  type MediaReference,
  type OutboundMessage,
  type PersonReference,
  type Recipient,
  SendError,
  type SessionPorts,
  type SessionSink,
} from '../contract.ts';
import { abortableWait } from './abortable-wait.ts';
import { userOf } from './addresses.ts';
import { Admission } from './admission.ts';
import { type AuthState, forgetUnfinishedPairing, loadAuthState } from './auth-state.ts';
import { declinedNotice } from './call-notice.ts';
import { GroupDirectory } from './groups/group-directory.ts';
import { askPhone } from './history/ask-phone.ts';
import { historyDownload } from './history/history-download.ts';
import { readHistory } from './history/read-history.ts';
import { Inbound } from './inbound.ts';
import { describeError } from './library-logger.ts';
import { type DownloadTools, downloadMedia } from './media/download.ts';
import { openSocket, type SocketRun } from './open-socket.ts';
import { defaultMediaHost, defaultMediaLimitBytes } from './options.ts';
import { fetchPicture } from './picture.ts';
import { guardPorts } from './port-guard.ts';
import { openRoute, type Route } from './proxy.ts';
import { type Decision, decideAfter, type SocketEnd } from './reconnect-policy.ts';
import { checkRecipient } from './send/check-recipient.ts';
import { toSendError, withDeadline } from './send/deadline.ts';
import { sendMessage } from './send/send-message.ts';
import { sessionCaches } from './session-caches.ts';
import { ownPhone, type SocketContext } from './socket-context.ts';
import type { SocketConfigSettings, SocketWay } from './socket-settings.ts';
import { unlinkDevice } from './unlink-device.ts';

const unlinkedCode = 401;

/** Phases in which a socket exists or is about to. */
const livePhases = new Set<ChannelPhase>(['connecting', 'qr', 'pairing', 'connected', 'reconnecting']);

/** One channel on WhatsApp: keeps a socket alive by policy and speaks the contract's words. */
export class WhatsAppSession implements ChannelSession {
  readonly #ports: SessionPorts;
  readonly #settings: SocketConfigSettings;
  readonly #guard: ReturnType<typeof guardPorts>;
  readonly #inbound: Inbound;
  readonly #groups: GroupDirectory;
  readonly #caches = sessionCaches();
  readonly #stopping = new AbortController();
  #phase: ChannelPhase = 'disconnected';
  #auth: AuthState | null = null;
  #run: SocketRun | null = null;
  #loop: Promise<void> | null = null;
  #failures = 0;
  #restarts = 0;
  #conflicts = 0;
  #route: Route | null = null;
  readonly #admission: Admission;
  /** For what arrives. */
  readonly #sink: SessionSink;
  #unlinking = false;
  #fencedOut = false;
  #stopped = false;

  constructor(ports: SessionPorts, settings: SocketConfigSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#guard = guardPorts(ports, () => this.#fenced());
    this.#admission = new Admission(this.#guard.connection, () => this.#account());
    this.#sink = this.#admission.before(this.#guard.sink);
    this.#inbound = new Inbound(this.#sink);
    this.#groups = new GroupDirectory(this.#guard.sink, ports.logger);
  }

  get phase(): ChannelPhase {
    return this.#phase;
  }

  start(): void {
    if (this.#loop || this.#stopping.signal.aborted) return;
    this.#loop = this.#live()
      .catch((error: unknown) => this.#ports.logger.error({ error: describeError(error) }, 'session ended abnormally'))
      .finally(() => {
        this.#loop = null;
      });
  }

  async send(message: OutboundMessage): Promise<void> {
    const sock = this.#open();
    const { sink } = this.#guard;
    const { timings } = this.#settings;
    const { lookup } = this.#ports;
    const agent = this.#route?.agent;
    const groups = this.#groups;
    await sendMessage({ sock, sink, timings, lookup, groups, agent, stopping: this.#stopping.signal }, message);
  }

  async downloadMedia(media: MediaReference, key: MediaKey, signal: AbortSignal): Promise<Readable> {
    return await downloadMedia(this.#downloads, { media, key, signal: this.#until(signal) });
  }

  /** Ends with the session, too. */
  #until(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#stopping.signal]);
  }

  get #downloads(): DownloadTools {
    const { options, timings } = this.#settings;
    return {
      host: options.mediaHost ?? defaultMediaHost,
      limitBytes: options.mediaLimitBytes ?? defaultMediaLimitBytes,
      idleTimeoutMs: timings.mediaIdleMs,
      askTimeoutMs: timings.mediaAskMs,
      socket: () => (this.#run?.isOpen ? this.#run.sock : null),
      dispatcher: this.#route?.dispatcher ?? null,
    };
  }

  readHistory(content: Uint8Array, limits: HistoryLimits, signal: AbortSignal): AsyncIterable<HistoryBatch> {
    const sock = this.#open();
    const { state } = this.#auth ?? {};
    if (!state) throw new SendError('channel', 'disconnected');
    const source = {
      keys: state.keys,
      me: { id: state.creds.me?.id ?? '', lid: state.creds.me?.lid },
      learned: async (pairs: LIDMapping[]) => void (await sock.signalRepository.lidMapping.storeLIDPNMappings(pairs)),
      download: historyDownload(this.#downloads, this.#until(signal)),
    };
    return readHistory(content, source, limits);
  }

  async fetchHistory(before: HistoryPoint, count: number): Promise<void> {
    await this.#ask((sock) => askPhone(sock, before, count));
  }

  async fetchPicture(remoteChat: string, signal: AbortSignal): Promise<Readable | null> {
    const request = { jid: remoteChat, tools: this.#downloads, signal: this.#until(signal) };
    return await fetchPicture(this.#open(), request);
  }

  async setBlocked({ phone, lid }: PersonReference, isBlocked: boolean): Promise<void> {
    const jid = phone ? `${phone}@s.whatsapp.net` : `${lid ?? ''}@lid`;
    await this.#ask((sock) => sock.updateBlockStatus(jid, isBlocked ? 'block' : 'unblock'));
  }

  async markRead(keys: readonly { remoteChat: string; remoteId: string; participant: string | null }[]): Promise<void> {
    const wanted = keys.map(({ remoteChat, remoteId, participant }) => ({
      remoteJid: remoteChat,
      id: remoteId,
      participant: participant ?? undefined,
      fromMe: false,
    }));
    await this.#ask((sock) => sock.readMessages(wanted));
  }

  async checkRecipient(phone: string): Promise<Recipient | null> {
    return await this.#ask((sock) => checkRecipient(sock, phone));
  }

  async refreshGroup(remoteChat: string): Promise<void> {
    await this.#ask((sock) => this.#groups.refresh(sock, remoteChat));
  }

  async rejectCall({ callId, from }: { callId: string; from: string }): Promise<void> {
    await this.#ask((sock) => sock.rejectCall(callId, from));
    const keys = this.#auth?.state.keys;
    const atMs = this.#ports.clock.now();
    if (keys) await this.#guard.sink.journal(await declinedNotice({ callId, from, atMs }, keys));
  }

  async requestPairingCode(phone: string): Promise<string> {
    const run = this.#run;
    if (this.#phase !== 'qr' || !run) throw new SendError('channel', 'disconnected');
    if (!/^\d{8,15}$/.test(phone)) throw new SendError('permanent', 'bad_address');
    try {
      return await withDeadline(this.#settings.timings.sendTimeoutMs, run.sock.requestPairingCode(phone));
    } catch (error) {
      throw toSendError(error);
    }
  }

  async setTyping({ to, active }: { to: string; active: boolean }): Promise<void> {
    if (!this.#run?.isOpen) return;
    await this.#run.sock.sendPresenceUpdate(active ? 'composing' : 'paused', to).catch((error: unknown) => {
      this.#ports.logger.debug({ error: describeError(error) }, 'typing notice not sent');
    });
  }

  async logout(): Promise<void> {
    if (this.#stopped) return;
    this.#unlinking = true;
    if (this.#run?.isOpen) await unlinkDevice(this.#run.sock, this.#ports.logger);
    this.#stopping.abort();
    this.#run?.end('logout');
    await this.#loop;
    await this.#run?.gone;
    if (!this.#fencedOut) await this.#forget('logout_requested');
    this.#stopped = true;
    await this.#guard.close();
    this.#route?.close();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.abort();
    this.#run?.end('stopped');
    await this.#loop;
    await this.#run?.gone;
    if (this.#auth?.paired && !this.#fencedOut) {
      await this.#auth.save().catch((error: unknown) => {
        this.#ports.logger.warn({ error: describeError(error) }, 'credentials not saved while stopping');
      });
    }
    await this.#guard.close();
    this.#route?.close();
    if (livePhases.has(this.#phase)) this.#phase = 'disconnected';
  }

  async #live(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const decision = await this.#oneSocket();
      if (signal.aborted) return;
      this.#restarts = decision.action === 'restart' ? this.#restarts + 1 : 0;
      if (decision.action === 'restart') {
        if (this.#phase === 'connected') this.#tell('reconnecting', { reason: 'restart_required' });
        await this.#run?.gone;
        continue;
      }
      if (decision.action === 'stop') return await this.#finish(decision);
      this.#failures = decision.failures;
      this.#conflicts = decision.conflicts;
      this.#ports.logger.info({ reason: decision.reason, delayMs: decision.delayMs }, 'socket ended, will reconnect');
      this.#tell(decision.phase, { reason: decision.reason });
      await this.#run?.gone;
      await abortableWait(decision.delayMs, signal);
    }
  }

  async #oneSocket(): Promise<Decision> {
    const { signal } = this.#stopping;
    let slot: Disposable | null = null;
    const releaseSlot = () => {
      slot?.[Symbol.dispose]();
      slot = null;
    };
    try {
      slot = await this.#ports.gate.enter(signal);
      if (signal.aborted) return this.#decide({ code: null, cause: 'stopped', openForMs: null, paired: false });
      this.#auth ??= await loadAuthState(this.#guard.auth);
      forgetUnfinishedPairing(this.#auth.state.creds);
      if (!livePhases.has(this.#phase)) this.#tell('connecting');
      const way = await this.#way();
      const run = openSocket(this.#contextOf(this.#auth, { way, releaseSlot }));
      this.#run = run;
      if (signal.aborted) run.end('stopped');
      return this.#decide(await run.ended);
    } catch (error) {
      if (!signal.aborted) this.#ports.logger.warn({ error: describeError(error) }, 'socket could not be opened');
      return this.#decide({ code: null, cause: 'not_started', openForMs: null, paired: this.#auth?.paired ?? false });
    } finally {
      releaseSlot();
    }
  }

  #contextOf(auth: AuthState, { way, releaseSlot }: { way: SocketWay; releaseSlot: () => void }): SocketContext {
    const { lookup, logger, clock } = this.#ports;
    return {
      auth,
      sink: this.#sink,
      lookup,
      logger,
      clock,
      inbound: this.#inbound,
      groups: this.#groups,
      settings: this.#settings,
      way,
      caches: this.#caches,
      milestones: {
        qr: (text) => {
          // A person decides how long this takes; others may connect meanwhile.
          releaseSlot();
          this.#tell('qr', { qr: text });
        },
        scanned: () => {
          this.#tell('pairing');
          // What comes in waits for the answer; so does the next socket before it says that it is connected.
          void this.#admission.ask();
        },
        opened: () => {
          releaseSlot();
          this.#restarts = 0;
          if (this.#admission.isGiven) this.#tell('connected');
          else void this.#askAdmission();
        },
        credentialsChanged: () => this.#saveCredentials(auth),
      },
    };
  }

  #decide(end: SocketEnd): Decision {
    const { backoffMs, stableAfterMs } = this.#settings.timings;
    const random = (this.#settings.options.random ?? Math.random)();
    const counts = { failures: this.#failures, restarts: this.#restarts, conflicts: this.#conflicts };
    return decideAfter(end, { ...counts, backoffMs, stableAfterMs, random });
  }

  async #finish(decision: Extract<Decision, { action: 'stop' }>): Promise<void> {
    this.#ports.logger.warn({ phase: decision.phase, reason: decision.reason }, 'channel stopped');
    if (decision.wipe) return await this.#forget(this.#admission.refusal ?? decision.reason);
    this.#tell(decision.phase, { reason: decision.reason });
  }

  /** The provider no longer knows this device, or a person logged out: nothing in the store is of use. */
  async #forget(reason: string): Promise<void> {
    if (this.#phase === 'logged_out') return;
    await this.#run?.gone;
    await this.#guard.idle();
    await this.#guard.auth.wipe();
    this.#auth = null;
    this.#tell('logged_out', { reason });
  }

  /** Settings of the next socket. A changed proxy gets a route of its own; what still runs on the old one may finish. */
  async #way(): Promise<SocketWay> {
    const { proxyUrl, version } = await this.#guard.connection.settings();
    if (proxyUrl !== (this.#route?.proxyUrl ?? null)) {
      this.#route?.close();
      this.#route = proxyUrl === null ? null : openRoute(proxyUrl);
    }
    return { version, route: this.#route };
  }

  /** The line stands, but whether this account may be used here is not known yet. */
  async #askAdmission(): Promise<void> {
    const run = this.#run;
    const refusal = await this.#admission.ask();
    if (!run?.isOpen || this.#run !== run) return;
    if (refusal === 'unknown') return run.end('storage_failed');
    if (refusal === null) return this.#tell('connected');
    this.#ports.logger.warn({ refusal }, 'the host does not take this account, it is unlinked');
    this.#unlinking = true;
    await unlinkDevice(run.sock, this.#ports.logger);
    run.end('refused', unlinkedCode);
  }

  #saveCredentials(auth: AuthState): void {
    if (this.#unlinking || this.#auth !== auth) return;
    auth.save().catch((error: unknown) => {
      this.#ports.logger.error({ error: describeError(error) }, 'credentials could not be saved');
      this.#run?.end('storage_failed');
    });
  }

  /** Another process owns the channel: be silent from this instant on. */
  #fenced(): void {
    this.#fencedOut = true;
    this.#guard.cut();
    this.#phase = 'disconnected';
    this.#stopping.abort();
    this.#run?.end('fenced');
    this.#ports.logger.warn({}, 'channel is owned elsewhere, session ended');
  }

  /** Puts a question to the open socket, in the contract's words and within its time. */
  async #ask<T>(question: (sock: WASocket) => Promise<T>): Promise<T> {
    const sock = this.#open();
    try {
      return await withDeadline(this.#settings.timings.sendTimeoutMs, question(sock));
    } catch (error) {
      throw toSendError(error);
    }
  }

  #open(): WASocket {
    if (!this.#run?.isOpen) throw new SendError('channel', 'disconnected');
    return this.#run.sock;
  }

  #account(): ChannelAccount | null {
    const phone = this.#auth?.paired ? ownPhone(this.#auth) : null;
    const me = this.#auth?.state.creds.me;
    return phone && me ? { phone, lid: userOf(me.lid), name: me.name ?? null } : null;
  }

  #tell(phase: ChannelPhase, news: { qr?: string; reason?: string } = {}): void {
    this.#phase = phase;
    void this.#guard.sink.phase({ phase, qr: news.qr ?? null, account: this.#account(), reason: news.reason ?? null });
  }
}
