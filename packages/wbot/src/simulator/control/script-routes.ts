import type { World } from '../server/world.ts';
import type { Route } from './route.ts';
import { startScript } from './script.ts';
import type { ScriptState } from './types.ts';

const none: ScriptState = { total: 0, done: 0, isRunning: false, failures: [] };
const stateOf = (world: World) => world.script?.state ?? none;

/** Doing scripts, and fetching what was done as one. They are no part of scripts themselves. */
export const scriptRoutes: Route[] = [
  { method: 'GET', path: /^\/control\/script$/, run: stateOf },
  { method: 'POST', path: /^\/control\/script$/, run: (world, { body }) => startScript(world, body) },
  {
    method: 'POST',
    path: /^\/control\/script\/stop$/,
    run(world) {
      world.script?.stop();
      return stateOf(world);
    },
  },
  { method: 'GET', path: /^\/control\/recording$/, run: (world) => world.recorder.view() },
  {
    method: 'POST',
    path: /^\/control\/recording$/,
    run(world) {
      world.recorder.restart();
      return {};
    },
  },
];
