import type { Kernel, UserContext } from '@tiktickets/core/kernel';
import type { DemoPort } from './demo-port.ts';
import type { Hub } from './live/hub.ts';
import type { FeedSocket } from './live/viewer.ts';

/** What every procedure receives. `user` is null for a visitor. */
export interface ApiContext {
  kernel: Kernel;
  user: UserContext | null;
  hub: Hub;
  /** The websocket that carries the call; null over HTTP. */
  socket: FeedSocket | null;
  /** Present in demo mode only. */
  demo: DemoPort | null;
}
