import { z } from 'zod';
import { inBackground, type World } from '../server/world.ts';
import { ControlError } from './error.ts';
import { perform } from './perform.ts';
import { match } from './route.ts';
import { routes } from './routes.ts';
import { faultSchema } from './schemas.ts';
import type { ScriptState } from './types.ts';

const maxLines = 20_000;
const atMs = z
  .int()
  .min(0)
  .max(7 * 86_400_000);
const faultLine = z.strictObject({ atMs, fault: faultSchema });
const actionLine = z.strictObject({
  atMs,
  action: z.string().regex(/^(POST|PATCH) \/control\/\S+$/, 'such as "POST /control/phones/5511988880001/messages"'),
  body: z.unknown().optional(),
});

interface Step {
  /** Place in the script, from 0. */
  line: number;
  atMs: number;
  method: string;
  path: string;
  body: unknown;
}

function check<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ControlError(400, [at, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'invalid');
}

function parseLine(value: unknown, line: number): Step {
  const at = String(line);
  if (typeof value === 'object' && value !== null && 'fault' in value) {
    const { fault, ...rest } = check(faultLine, value, at);
    return { line, ...rest, method: 'POST', path: '/control/faults', body: fault };
  }
  const { action, body, ...rest } = check(actionLine, value, at);
  const [method = '', path = ''] = action.split(' ');
  const found = match(routes, { method, path });
  if (!found) throw new ControlError(400, `${at}.action`, 'no such resource');
  if (found.route.isOneOff) throw new ControlError(400, `${at}.action`, 'cannot be done again by a script');
  if (found.route.body) check(found.route.body, body, `${at}.body`);
  return { line, ...rest, method, path, body };
}

/**
 * Reads a script: lines in any order, done by their time and, at the same time, by their place.
 * @throws {ControlError} whose field begins with the number of the bad line, from 0
 */
export function parseScript(script: unknown): Step[] {
  if (!Array.isArray(script)) throw new ControlError(400, 'body', 'a list of lines');
  if (script.length > maxLines) throw new ControlError(400, 'body', `at most ${maxLines} lines`);
  return script.map(parseLine).sort((a, b) => a.atMs - b.atMs);
}

/** A script that is being done: one line after the other, each at its time or as soon as the one before is done. */
export class ScriptRun {
  readonly state: ScriptState;
  readonly #world: World;
  readonly #steps: readonly Step[];
  readonly #startMs = performance.now();

  constructor(world: World, steps: readonly Step[]) {
    this.#world = world;
    this.#steps = steps;
    this.state = { total: steps.length, done: 0, isRunning: true, failures: [] };
    this.#next();
  }

  stop(): void {
    this.state.isRunning = false;
  }

  #next(): void {
    const step = this.#steps[this.state.done];
    if (!step) this.stop();
    if (!step || !this.state.isRunning) return;
    const waitMs = Math.max(0, this.#startMs + step.atMs - performance.now());
    this.#world.timers.later([waitMs, waitMs], () => inBackground(this.#world, 'script', this.#do(step)));
  }

  async #do({ line, ...action }: Step): Promise<void> {
    if (!this.state.isRunning) return;
    try {
      await perform(this.#world, { ...action, query: new URLSearchParams() });
    } catch (error) {
      const known = error instanceof ControlError ? error : { field: 'server', message: 'unexpected failure' };
      this.state.failures.push({ line, field: known.field, message: known.message });
    }
    this.state.done += 1;
    this.#next();
  }
}

/** Starts a script now. @throws {ControlError} when one is running, or naming the bad line */
export function startScript(world: World, script: unknown): ScriptState {
  const steps = parseScript(script);
  if (world.script?.state.isRunning) throw new ControlError(409, 'script', 'another one is running');
  world.script = new ScriptRun(world, steps);
  return world.script.state;
}
