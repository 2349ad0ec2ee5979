export type { DemoPort } from './demo-port.ts';
export { createEdge, type Edge, type EdgeOptions } from './edge/create-edge.ts';
export type { AppRouter } from './routers/root.ts';
