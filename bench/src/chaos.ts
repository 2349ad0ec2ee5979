import { parseArgs } from 'node:util';
import { type ChaosOptions, type ChaosResult, isGood, runChaos } from './chaos/run.ts';

const usage = `npm run chaos -- [--short] [--backend redis|postgres|both] [--seconds n] [--seed n]
                 [--numbers n] [--contacts n] [--workers n] [--every ms] [--pause ms]

Kills, freezes and empties a whole installation while simulated customers and an agent write to each other, and
compares both sides' view of every conversation at the end. The same seed gives the same schedule.`;

const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'both' },
    ...{
      seconds: number,
      seed: number,
      numbers: number,
      contacts: number,
      workers: number,
      every: number,
      pause: number,
      settle: number,
    },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const standard = values.short
  ? { numbers: 5, contacts: 25, workers: 2, seconds: 15, settleSeconds: 100, everyMs: 900, pauseMs: 2_500 }
  : { numbers: 20, contacts: 200, workers: 3, seconds: 120, settleSeconds: 240, everyMs: 1_500, pauseMs: 8_000 };
const given = (text: string | undefined, otherwise: number): number => (text === undefined ? otherwise : Number(text));
const seed = given(values.seed, values.short ? 3 : Date.now() % 100_000);

async function run(backend: ChaosOptions['backend']): Promise<boolean> {
  const options: ChaosOptions = {
    backend,
    seed,
    settleSeconds: given(values.settle, standard.settleSeconds),
    numbers: given(values.numbers, standard.numbers),
    contacts: given(values.contacts, standard.contacts),
    workers: given(values.workers, standard.workers),
    seconds: given(values.seconds, standard.seconds),
    everyMs: given(values.every, standard.everyMs),
    pauseMs: given(values.pause, standard.pauseMs),
    say: (line) => console.log(`  ${line}`),
  };
  const { numbers, contacts, workers } = options;
  const name = backend === 'redis' ? 'Redis' : 'PostgreSQL alone';
  console.log(`chaos on ${name}: seed ${seed}, ${numbers} numbers, ${contacts} contacts, ${workers} workers`);
  const result = await runChaos(options);
  if (result) report(result);
  else console.log('  skipped: no Redis server on PATH');
  return result === null || isGood(result);
}

function report(result: ChaosResult): void {
  const { counts, verdict, troubles, broken, crashes, unable, settledMs, folder } = result;
  const { inbound, outbound } = verdict;
  const happened = [...troubles].sort(([, a], [, b]) => b - a).map(([what, times]) => `${times} × ${what}`);
  console.log(`  troubles      ${happened.join(', ')}`);
  console.log(
    `  customers     ${inbound.expected} messages and ${counts.changes} changes: ${inbound.lost} lost, ${inbound.doubled} doubled, ` +
      `${inbound.disordered} out of order, ${inbound.wrong} shown wrongly, ${inbound.filesMissing} without their file`,
  );
  console.log(
    `  agent         ${outbound.expected} answers: ${outbound.lost} lost, ${outbound.doubled} doubled, ${outbound.disordered} out of order, ` +
      `${outbound.undelivered} without a second tick, ${outbound.filesMissing} without their file; ${counts.retries} requests were repeated, the slowest took ${(counts.slowestMs / 1_000).toFixed(1)} s`,
  );
  console.log(
    `  numbers       ${broken.length === 0 ? 'all connected on the device they were paired with' : `${broken.length} broken`}`,
  );
  console.log(`  settled       ${(settledMs / 1_000).toFixed(1)} s after the last trouble`);
  const faults = [...crashes, ...unable, ...broken, ...verdict.faults];
  for (const fault of faults.slice(0, 40)) console.log(`  ! ${fault}`);
  if (faults.length > 40) console.log(`  ! and ${faults.length - 40} more`);
  console.log(isGood(result) ? '  good' : `  NOT GOOD; again with --seed ${seed}; logs in ${folder}`);
}

const backends: ChaosOptions['backend'][] =
  values.backend === 'both' ? ['redis', 'postgres'] : [values.backend === 'redis' ? 'redis' : 'postgres'];
let good = true;
for (const backend of backends) good = (await run(backend)) && good;
process.exitCode = good ? 0 : 1;
