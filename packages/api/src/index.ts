export type { DemoPort } from './demo-port.ts';
export { createEdge, type Edge } from './edge/create-edge.ts';
export type { EdgeOptions } from './edge/options.ts';
export type { AppRouter } from './routers/root.ts';
