import type { World } from '../server/world.ts';
import { ControlError } from './error.ts';
import { match, type Route } from './route.ts';
import { routes } from './routes.ts';
import type { Fault } from './types.ts';

export interface Action {
  method: string | undefined;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Guarantee: the route of faults took it, and that one validates. */
function takenFault(body: unknown): Fault {
  return body as Fault;
}

/** A script has to give the same names again that others were told. */
function withId(route: Route, body: unknown, result: unknown): unknown {
  if (!route.givesId || !isFields(body) || !isFields(result)) return body;
  return { ...body, id: result.id };
}

/** Does one thing to the network, or looks at it; what was done is recorded. @throws {ControlError} */
export async function perform(world: World, { method, path, query, body }: Action): Promise<unknown> {
  const found = match(routes, { method, path });
  if (!found) throw new ControlError(404, 'path', 'no such resource');
  const { route, params } = found;
  const { recorder } = world;
  const atMs = recorder.nowMs();
  const result = await route.run(world, { params, query, body });
  if (route.method === 'GET' || route.isOneOff) return result;
  if (path === '/control/faults') recorder.note({ atMs, fault: takenFault(body) });
  else recorder.note({ atMs, action: `${route.method} ${path}`, body: withId(route, body, result) });
  return result;
}
