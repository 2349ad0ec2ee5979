import { reportCaughtUp, reportPhase, reportRestriction, reportSignal } from '@tiktickets/core/channels';
import { linkIdentity } from '@tiktickets/core/contacts';
import { applyMemberReceipt, type MemberReceipt, recordGroup } from '@tiktickets/core/groups';
import { toAppError } from '@tiktickets/core/kernel';
import { applyReceipt } from '@tiktickets/core/messages';
import { refuseMessage } from '@tiktickets/core/outbox';
import { reportGap } from '@tiktickets/core/sync';
import {
  FencedError,
  type GroupInfo,
  type PersonReference,
  type PhaseChange,
  type ReceiptState,
} from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

export type SessionEvent =
  | { kind: 'phase'; change: PhaseChange }
  | { kind: 'receipt'; state: ReceiptState; remoteIds: readonly string[] }
  | { kind: 'restricted'; report: { code: string; untilMs: number | null } }
  | {
      kind: 'member-receipt';
      state: MemberReceipt['state'];
      remoteIds: readonly string[];
      atMs: number;
      participant: PersonReference;
    }
  | { kind: 'group'; group: GroupInfo }
  | { kind: 'refused'; remoteId: string; code: string }
  | { kind: 'identity'; phone: string; lid: string }
  | { kind: 'gap'; gap: { missing: number; untilMs: number } }
  | { kind: 'caught-up'; atMs: number };

/** Receipts of one state that came together are one statement. */
const receiptsAtOnce = 200;
const triesOfOneEvent = 5;

/** What a session tells, recorded in the order in which it was told, however long the database is away. */
export class EventLane {
  readonly #host: LaneHost;
  readonly #loop: WakeLoop;
  readonly #events: SessionEvent[] = [];
  #idle = Promise.withResolvers<void>();
  /** How many entries have left the list, and who waits for which of them. */
  #settled = 0;
  #waiting: { upTo: number; recorded: PromiseWithResolvers<void> }[] = [];

  constructor(host: LaneHost) {
    this.#host = host;
    const failed = laneFailed(host, 'events');
    this.#loop = new WakeLoop({
      work: () => this.#pass(),
      failed: (error, failuresInARow) => {
        // Trouble of the database passes; an event that it keeps refusing would hold up all others.
        if (toAppError(error).code !== 'unavailable' && failuresInARow >= triesOfOneEvent) this.#settle();
        return failed(error, failuresInARow);
      },
    });
  }

  push(event: SessionEvent): void {
    const last = this.#events.at(-1);
    // Never merged into the first: that one may be on its way to the database.
    if (
      event.kind === 'receipt' &&
      last?.kind === 'receipt' &&
      last.state === event.state &&
      this.#events.length > 1 &&
      last.remoteIds.length < receiptsAtOnce
    ) {
      this.#events[this.#events.length - 1] = { ...last, remoteIds: [...last.remoteIds, ...event.remoteIds] };
    } else {
      this.#events.push(event);
    }
    this.#loop.wake();
  }

  /** Resolves when all that was told is recorded, or the lane has ended. */
  async drained(): Promise<void> {
    while (this.#events.length > 0 && !this.#loop.stopped) await this.#idle.promise;
  }

  /**
   * Resolves when all that was told until now is recorded (or given up, having been refused often).
   * @throws {FencedError} when the lane ends before
   */
  async recorded(): Promise<void> {
    if (this.#events.length === 0) return;
    if (this.#loop.stopped) throw new FencedError();
    const recorded = Promise.withResolvers<void>();
    this.#waiting.push({ upTo: this.#settled + this.#events.length, recorded });
    await recorded.promise;
  }

  async stop(withinMs: number): Promise<void> {
    await this.#loop.stop(withinMs);
    this.#idle.resolve();
    for (const { recorded } of this.#waiting.splice(0)) recorded.reject(new FencedError());
  }

  #settle(): void {
    this.#events.shift();
    this.#settled += 1;
    while (this.#waiting[0] && this.#waiting[0].upTo <= this.#settled) this.#waiting.shift()?.recorded.resolve();
  }

  async #pass(): Promise<null> {
    for (let event = this.#events[0]; event && !this.#loop.stopped; event = this.#events[0]) {
      await this.#record(event);
      this.#settle();
    }
    this.#idle.resolve();
    this.#idle = Promise.withResolvers();
    return null;
  }

  async #record(event: SessionEvent): Promise<void> {
    const { ctx, channelId, fence } = this.#host;
    switch (event.kind) {
      case 'phase': {
        const { phase, qr, reason, account } = event.change;
        await reportPhase(ctx, { channelId, fence, report: { state: phase, qr, reason, account } });
        if (reason) await reportSignal(ctx, { channelId, code: reason });
        return;
      }
      case 'receipt':
        await applyReceipt(ctx, { channelId, remoteIds: event.remoteIds, state: event.state });
        return;
      case 'restricted':
        return await reportRestriction(ctx, { channelId, report: event.report });
      case 'member-receipt':
        return await applyMemberReceipt(ctx, { channelId, ...event });
      case 'group':
        return await recordGroup(ctx, { channelId, group: event.group });
      case 'refused':
        await refuseMessage(ctx, { channelId, remoteId: event.remoteId, code: event.code });
        return;
      case 'identity':
        return await linkIdentity(ctx, { phone: event.phone, lid: event.lid });
      case 'gap':
        return await reportGap(ctx, { channelId, ...event.gap });
      case 'caught-up':
        return await reportCaughtUp(ctx, { channelId, fence, atMs: event.atMs });
    }
  }
}
