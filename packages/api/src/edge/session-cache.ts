import type { Kernel, UserContext } from '@tiktickets/core/kernel';
import { readSession } from '@tiktickets/core/team';

/** How long a revoked session could still answer if its announcement were lost. */
const lifeMs = 2_000;
const capacity = 5_000;

/** Spares one look-up per request for people who click a lot. Emptied by every change of rights. */
export class SessionCache {
  readonly #kernel: Kernel;
  readonly #known = new Map<string, { at: number; user: Promise<UserContext | null> }>();
  #unsubscribe: (() => Promise<void>) | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  async start(): Promise<void> {
    const forget = (): void => this.#known.clear();
    this.#unsubscribe = await this.#kernel.bus.subscribe('scope', { onMessage: forget, onReconnect: forget });
  }

  async stop(): Promise<void> {
    await this.#unsubscribe?.();
  }

  read(sessionId: string): Promise<UserContext | null> {
    const now = performance.now();
    const known = this.#known.get(sessionId);
    if (known && now - known.at < lifeMs) return known.user;
    if (this.#known.size >= capacity) this.#known.clear();
    const user = readSession(this.#kernel, sessionId);
    this.#known.set(sessionId, { at: now, user });
    user.catch(() => this.#known.delete(sessionId));
    return user;
  }
}
