import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireTestServer } from '@tiktickets/testkit/test-server';
import { inheritedEnvironment } from './env.ts';
import { buildStages, fastStages, type StageGroup } from './testing/plan.ts';
import { killCommands, type Tally } from './testing/stage.ts';

/** `npm test`: every stage, then one sum. `--fast` (pnpm verify) leaves out what needs a build, a browser or a container. */
const root = fileURLToPath(new URL('..', import.meta.url));
const results = path.join(root, 'test-results');
const isFast = process.argv.includes('--fast');

let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    killCommands();
  });
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const startedAtMs = Date.now();
// Held for the whole run, so that the packages do not start and stop the test database in turn.
await using _server = await acquireTestServer();
const context = { root, results, env: inheritedEnvironment() };
const groups = isFast ? fastStages(context) : buildStages(context);
const sum: Tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
for (const group of groups) await runGroup(group);

const isSkip = (note: string) => note.startsWith('skipped');
for (const note of [...sum.notes.filter(isSkip), ...sum.notes.filter((line) => !isSkip(line))]) say(note);
if (isInterrupted) {
  sum.failed += 1;
  say('failed: the run was interrupted before its end');
}
say(`Finished in ${seconds(startedAtMs)} s; full logs are in test-results/`);
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
say(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
process.exitCode = sum.failed > 0 ? 1 : 0;

/** Stages of a group run side by side; groups follow each other. */
async function runGroup(group: StageGroup): Promise<void> {
  const waiting = [...group.stages];
  const runNext = async (): Promise<void> => {
    const stage = isInterrupted ? undefined : waiting.shift();
    if (stage === undefined) return;
    if (group.atOnce === 1) say(`▸ ${stage.name}`);
    const stageStartedAtMs = Date.now();
    let tally: Tally;
    try {
      tally = await stage.run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tally = { passed: 0, failed: 1, skipped: 0, notes: [`failed: ${stage.name}: ${reason}`] };
    }
    report(stage.name, tally, stageStartedAtMs);
    await runNext();
  };
  await Promise.all(Array.from({ length: group.atOnce }, runNext));
}

function report(name: string, tally: Tally, stageStartedAtMs: number): void {
  sum.passed += tally.passed;
  sum.failed += tally.failed;
  sum.skipped += tally.skipped;
  sum.notes.push(...tally.notes);
  const counts = [`${tally.passed} passed`, `${tally.failed} failed`, `${tally.skipped} skipped`].filter(
    (text) => !text.startsWith('0 '),
  );
  say(`${tally.failed > 0 ? '✗' : '✓'} ${name}: ${counts.join(', ')} (${seconds(stageStartedAtMs)} s)`);
}

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
