import { canSeeTicket, type Ephemeral } from '@tiktickets/core/contracts';
import type { Kernel, UserContext } from '@tiktickets/core/kernel';
import { getTicket } from '@tiktickets/core/tickets';
import { z } from 'zod';
import type { Batch } from './batch.ts';
import { TenantFeed } from './tenant-feed.ts';
import { type FeedSocket, Viewer, type ViewerLimits } from './viewer.ts';

export interface Viewing {
  /** The greeting and, where the transport pulls, everything after it. Ends with `signal`. */
  frames(signal: AbortSignal): AsyncGenerator<Batch>;
  end(): void;
}

interface Watcher {
  user: UserContext;
  push(item: Ephemeral): void;
}

const ephemeralMessage = z.object({
  type: z.literal('contact-typing'),
  tenantId: z.uuid(),
  ticketId: z.uuid(),
  active: z.boolean(),
});

/** All live viewers of one process, by tenant. */
export class Hub {
  readonly #kernel: Kernel;
  readonly #feeds = new Map<string, TenantFeed>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #limits: Partial<ViewerLimits>;
  #subscriptions: (() => Promise<void>)[] = [];
  viewers = 0;

  constructor(kernel: Kernel, limits: Partial<ViewerLimits> = {}) {
    this.#kernel = kernel;
    this.#limits = limits;
  }

  async start(): Promise<void> {
    const { bus } = this.#kernel;
    this.#subscriptions = [
      await bus.subscribe('feed', {
        onMessage: (tenantId) => this.#feeds.get(tenantId)?.wake(),
        onReconnect: () => {
          for (const feed of this.#feeds.values()) feed.wake();
        },
      }),
      await bus.subscribe('ephemeral', { onMessage: (payload) => void this.#ephemeral(payload) }),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.#subscriptions.map((unsubscribe) => unsubscribe()));
  }

  #feedOf(tenantId: string): TenantFeed {
    const feed = this.#feeds.get(tenantId) ?? new TenantFeed(this.#kernel, tenantId);
    this.#feeds.set(tenantId, feed);
    return feed;
  }

  view({ user, socket, cursor }: { user: UserContext; socket: FeedSocket | null; cursor: string | null }): Viewing {
    const viewer = new Viewer({ user, socket, limits: this.#limits });
    const feed = this.#feedOf(user.tenantId);
    this.viewers += 1;
    return {
      frames: async function* (signal) {
        // Joined before the log is read: what commits in between is held for the viewer and comes after the greeting.
        await feed.join(viewer);
        const missed = cursor === null ? null : await feed.missed(viewer, cursor);
        if (missed) yield viewer.hello({ kind: 'hello', ...missed });
        else yield viewer.hello({ kind: cursor === null ? 'hello' : 'resync', items: [], cursor: await feed.cursor() });
        yield* viewer.pull(signal);
      },
      end: () => {
        viewer.end();
        feed.leave(viewer);
        this.viewers -= 1;
      },
    };
  }

  async #ephemeral(payload: string): Promise<void> {
    const parsed = ephemeralMessage.safeParse(JSON.parse(payload));
    if (!parsed.success) return;
    const { tenantId, ...item } = parsed.data;
    const watchers = this.#watchers.get(tenantId);
    const [first] = watchers ?? [];
    if (!watchers || !first) return;
    const system = { ...first.user, actor: { kind: 'system' as const, name: 'live-feed' } };
    const ticket = await getTicket(system, { id: item.ticketId }).catch(() => null);
    if (!ticket) return;
    for (const watcher of watchers) if (canSeeTicket(watcher.user.actor.viewer, ticket)) watcher.push(item);
  }

  watchEphemeral(user: UserContext): { items(signal: AbortSignal): AsyncGenerator<Ephemeral>; end(): void } {
    let latest = new Map<string, Ephemeral>();
    let wake: (() => void) | null = null;
    const watcher: Watcher = {
      user,
      push: (item) => {
        latest.set(item.ticketId, item);
        wake?.();
      },
    };
    const watchers = this.#watchers.get(user.tenantId) ?? new Set();
    this.#watchers.set(user.tenantId, watchers.add(watcher));
    return {
      items: async function* (signal) {
        const aborted = new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        while (!signal.aborted) {
          const waiting = latest;
          latest = new Map();
          yield* waiting.values();
          if (latest.size > 0) continue;
          const woken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          await Promise.race([aborted, woken]);
        }
      },
      end: () => void watchers.delete(watcher),
    };
  }
}
