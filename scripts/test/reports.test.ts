import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCoverage, readPlaywrightReport, readVitestReport } from '../testing/reports.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-report-'));
  file = path.join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vitest = (testResults: unknown[], exitCode = 0) => {
  writeFileSync(file, JSON.stringify({ testResults }));
  return readVitestReport({ file, exitCode, root: '/repo' });
};
const suite = (statuses: string[], status = 'passed') => ({
  name: '/repo/a.test.ts',
  status,
  message: 'Cannot find module x',
  assertionResults: statuses.map((state) => ({ fullName: `is ${state}`, status: state })),
});

describe('readVitestReport', () => {
  it('counts tests and names what failed or was skipped', () => {
    expect(vitest([suite(['passed', 'passed', 'failed', 'skipped', 'todo'], 'failed')], 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      notes: ['failed: a.test.ts › is failed', 'skipped: a.test.ts › is skipped', 'skipped: a.test.ts › is todo'],
    });
  });

  it('counts a file that could not run as a failure', () => {
    expect(vitest([suite([], 'failed'), suite(['passed'])], 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each([
    ['a non-zero exit without a failed test', () => vitest([suite(['passed'])], 1)],
    ['a run without tests', () => vitest([])],
    ['a missing report', () => readVitestReport({ file: `${file}.gone`, exitCode: 0, root: '/' })],
  ])('never hides %s', (_what, read) => {
    expect(read().failed).toBe(1);
  });
});

const playwright = (statuses: string[], exitCode = 0, errors: unknown[] = []) => {
  const specs = statuses.map((status) => ({ title: status, tests: [{ status, projectName: 'phone' }] }));
  writeFileSync(
    file,
    JSON.stringify({ errors, suites: [{ title: 'desk.spec.ts', suites: [{ title: 'desk', specs }] }] }),
  );
  return readPlaywrightReport({ file, exitCode });
};

describe('readPlaywrightReport', () => {
  it('counts journeys of nested suites; one that needed a second try has failed', () => {
    expect(playwright(['expected', 'unexpected', 'flaky', 'skipped'], 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      notes: [
        'failed: desk › unexpected [phone]',
        'failed: desk › flaky [phone] (passed only when tried again)',
        'skipped: desk › skipped [phone]',
      ],
    });
  });

  it.each([
    ['an error outside of a journey', () => playwright(['expected'], 1, [{ message: 'no browser' }])],
    ['a non-zero exit without a failed journey', () => playwright(['expected'], 1)],
    ['a run without journeys', () => playwright([])],
    ['a missing report', () => readPlaywrightReport({ file: `${file}.gone`, exitCode: 0 })],
  ])('never hides %s', (_what, read) => {
    expect(read().failed).toBe(1);
  });
});

describe('readCoverage', () => {
  it('checks each folder on its own', () => {
    const entry = (covered: number) => ({ statements: { total: 10, covered } });
    writeFileSync(file, JSON.stringify({ total: entry(1), '/repo/core/a.ts': entry(9), '/repo/api/a.ts': entry(7) }));
    const tally = readCoverage({ file, root: '/repo', folders: ['core', 'api', 'gone'], percent: 80 });
    expect(tally).toMatchObject({ passed: 1, failed: 2 });
    expect(tally.notes[0]).toBe('failed: tests cover 70.0 % of the statements of api, wanted 80 %');
  });
});
