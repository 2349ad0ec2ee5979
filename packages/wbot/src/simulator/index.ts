export { createSimulatorClient, type SimulatorClient, SimulatorError } from './client.ts';
export type * from './control/types.ts';
export type { Delays, Range } from './delays.ts';
export type { SimulatorLogger } from './server/world.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './start-simulator.ts';
