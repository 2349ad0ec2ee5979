import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Tally } from './stage.ts';

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts a vitest JSON report. A run that failed without a failed test (a broken file, a stray error) counts as a failure. */
export function readVitestReport(options: { file: string; exitCode: number; root: string }): Tally {
  const { file, exitCode, root } = options;
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const parsed = existsSync(file) ? vitestReport.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  if (!parsed?.success) {
    return { ...tally, failed: 1, notes: ['vitest wrote no report'] };
  }
  for (const suite of parsed.data.testResults) {
    const where = path.relative(root, suite.name);
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else if (test.status === 'failed') {
        tally.failed += 1;
        tally.notes.push(`failed: ${where} › ${test.fullName}`);
      } else {
        tally.skipped += 1;
        tally.notes.push(`skipped: ${where} › ${test.fullName}`);
      }
    }
    const hasFailedTest = suite.assertionResults.some((test) => test.status === 'failed');
    if (suite.status === 'failed' && !hasFailedTest) {
      tally.failed += 1;
      tally.notes.push(`failed: ${where} could not run: ${(suite.message ?? '').split('\n')[0] ?? ''}`);
    }
  }
  if (exitCode !== 0 && tally.failed === 0) {
    tally.failed = 1;
    tally.notes.push(
      `vitest ended with exit code ${exitCode} although no test failed: an unhandled error, see its log`,
    );
  }
  if (tally.passed + tally.failed + tally.skipped === 0) {
    tally.failed = 1;
    tally.notes.push('vitest found no tests');
  }
  return tally;
}

interface PlaywrightSuite {
  title: string;
  specs?: { title: string; tests: { status: string; projectName: string }[] }[] | undefined;
  suites?: PlaywrightSuite[] | undefined;
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z
      .array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string(), projectName: z.string() })) }))
      .optional(),
    suites: z.array(playwrightSuite).optional(),
  }),
);
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

/** Counts a Playwright JSON report. A journey that passed only when tried again counts as failed. */
export function readPlaywrightReport(options: { file: string; exitCode: number }): Tally {
  const { file, exitCode } = options;
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const parsed = existsSync(file) ? playwrightReport.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  if (!parsed?.success) return { ...tally, failed: 1, notes: ['Playwright wrote no report'] };
  for (const error of parsed.data.errors) {
    tally.failed += 1;
    tally.notes.push(`failed: ${(error.message ?? 'an error outside of a journey').split('\n')[0] ?? ''}`);
  }
  for (const suite of parsed.data.suites) countSuite(suite, tally);
  if (exitCode !== 0 && tally.failed === 0) {
    tally.failed = 1;
    tally.notes.push(`Playwright ended with exit code ${exitCode} although no journey failed, see its log`);
  }
  if (tally.passed + tally.failed + tally.skipped === 0) {
    tally.failed = 1;
    tally.notes.push('Playwright found no journeys');
  }
  return tally;
}

function countSuite(suite: PlaywrightSuite, tally: Tally): void {
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `${suite.title} › ${spec.title} [${test.projectName}]`;
      if (test.status === 'expected') tally.passed += 1;
      else if (test.status === 'skipped') {
        tally.skipped += 1;
        tally.notes.push(`skipped: ${name}`);
      } else {
        tally.failed += 1;
        tally.notes.push(`failed: ${name}${test.status === 'flaky' ? ' (passed only when tried again)' : ''}`);
      }
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner, tally);
}

const coverageReport = z.record(
  z.string(),
  z.object({ statements: z.object({ total: z.number(), covered: z.number() }) }),
);

/** Statement coverage of each named folder against the least share wanted; one check per folder. */
export function readCoverage(options: {
  file: string;
  root: string;
  folders: readonly string[];
  percent: number;
}): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const parsed = existsSync(options.file)
    ? coverageReport.safeParse(JSON.parse(readFileSync(options.file, 'utf8')))
    : null;
  if (!parsed?.success) return { ...tally, failed: 1, notes: ['failed: no coverage was reported'] };
  for (const folder of options.folders) {
    const inside = Object.entries(parsed.data).filter(([file]) =>
      path.relative(options.root, file).startsWith(`${folder}${path.sep}`),
    );
    const total = inside.reduce((sum, [, file]) => sum + file.statements.total, 0);
    const covered = inside.reduce((sum, [, file]) => sum + file.statements.covered, 0);
    const share = total === 0 ? 0 : (100 * covered) / total;
    if (share >= options.percent) tally.passed += 1;
    else {
      tally.failed += 1;
      tally.notes.push(
        `failed: tests cover ${share.toFixed(1)} % of the statements of ${folder}, wanted ${options.percent} %`,
      );
    }
  }
  return tally;
}
