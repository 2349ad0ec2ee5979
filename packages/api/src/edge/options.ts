import type { IncomingMessage } from 'node:http';
import type { Kernel } from '@tiktickets/core/kernel';
import type { DemoPort } from '../demo-port.ts';
import type { ViewerLimits } from '../live/viewer.ts';

export interface EdgeOptions {
  kernel: Kernel;
  demo: DemoPort | null;
  /** Address under which browsers reach this installation; other origins may not call it. */
  publicUrl: string;
  /** The session id that a request's cookie carries, after its signature was checked; null for a visitor. */
  sessionIdOf(req: IncomingMessage): Promise<string | null>;
  /** Number of trusted proxies in front, for the caller's address. */
  trustProxy?: boolean;
  limits?: Partial<ViewerLimits>;
}
