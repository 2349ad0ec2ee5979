import path from 'node:path';
import { ensureRedis, ensureSwift, findBrowser } from '@tiktickets/services';
import { chromiumPath } from '../env.ts';
import { readCoverage, readPlaywrightReport, readVitestReport } from './reports.ts';
import { failedOnce, passedOnce, runCommand, type Stage, skippedOnce, type Tally } from './stage.ts';

export interface PlanContext {
  root: string;
  /** Folder for logs and reports. */
  results: string;
  env: Record<string, string>;
}

export interface StageGroup {
  stages: Stage[];
  /** How many of them run side by side. */
  atOnce: number;
}

/** Without a build, a browser or a container: what `pnpm verify` runs. */
export function fastStages(context: PlanContext): StageGroup[] {
  return [
    { stages: staticChecks(context), atOnce: 2 },
    { stages: [unitStage(context, { isFast: true })], atOnce: 1 },
  ];
}

export function buildStages(context: PlanContext): StageGroup[] {
  const build = buildStage(context);
  return [
    { stages: staticChecks(context), atOnce: 2 },
    {
      stages: [
        redisStage(),
        objectStoreStage(),
        unitStage(context, { isFast: false }),
        coverageStage(context),
        build.stage,
      ],
      atOnce: 1,
    },
    {
      stages: [
        build.needed(check(context, 'client bundle', ['node', 'scripts/checks/client-bundle.ts'])),
        build.needed(startStage(context)),
        build.needed(journeyStage(context)),
        check(context, 'chaos, short', ['node', 'bench/src/chaos.ts', '--short']),
        build.needed(check(context, 'containers', ['node', 'scripts/check-containers.ts'])),
      ],
      atOnce: 1,
    },
  ];
}

function staticChecks(context: PlanContext): Stage[] {
  return [
    check(context, 'types', ['turbo', 'run', 'typecheck', '--ui=stream', '--output-logs=errors-only']),
    check(context, 'lint and format', ['biome', 'check', '--error-on-warnings', '--max-diagnostics=100']),
    check(context, 'types of scripts', ['tsc', '-p', 'scripts']),
    check(context, 'boundaries', [
      'depcruise',
      'apps',
      'packages',
      'tooling',
      'scripts',
      'bench',
      '--config',
      '.dependency-cruiser.cjs',
    ]),
    check(context, 'unused code (knip)', ['knip', '--no-progress']),
    check(context, 'migrations match the schema', ['pnpm', '--filter', '@tiktickets/db', 'check']),
    check(context, 'settings are explained', ['node', 'scripts/checks/settings.ts']),
    check(context, 'paths cited in documents', ['node', 'scripts/checks/doc-paths.ts']),
  ];
}

/** A command that either passes or fails as a whole; its output is shown when it fails. */
function check(context: PlanContext, name: string, command: readonly [string, ...string[]]): Stage {
  const [file, ...args] = command;
  return {
    name,
    run: async () => {
      const result = await runCommand(tool(context, file), args, {
        cwd: context.root,
        env: context.env,
        logFile: path.join(context.results, `${name.replaceAll(/[^a-z]+/gi, '-')}.log`),
      });
      if (result.code === 0) return passedOnce();
      process.stdout.write(`${result.output.trimEnd()}\n`);
      return failedOnce(`failed: ${name}`);
    },
  };
}

/** The Redis half of the suites runs where a server is on PATH or can be installed. */
function redisStage(): Stage {
  return {
    name: 'a Redis server for the tests',
    run: async (): Promise<Tally> => {
      const redis = ensureRedis();
      if (redis.path !== null) return { passed: 0, failed: 0, skipped: 0, notes: [] };
      return skippedOnce(`skipped: everything on the Redis backend (${redis.reason})`);
    },
  };
}

/** Files in a bucket are tested against OpenStack Swift, where it is installed or can be. */
function objectStoreStage(): Stage {
  return {
    name: 'an S3 server for the tests',
    run: async (): Promise<Tally> => {
      const reason = ensureSwift();
      if (reason === null) return { passed: 0, failed: 0, skipped: 0, notes: [] };
      return skippedOnce(`skipped: files in a bucket (${reason})`);
    },
  };
}

/** Suites that start processes, wait for time-outs or run for long; `pnpm verify` leaves them to `npm test`. */
const slow = {
  projects: ['@tiktickets/worker'],
  suites: ['jobs/**', 'demo/**', 'postgres.test.ts', 'chaos.test.ts', 'lifecycle.test.ts', 'outbound.test.ts'],
};

function unitStage(context: PlanContext, options: { isFast: boolean }): Stage {
  const name = options.isFast ? 'unit tests (without the slow suites)' : 'unit and integration tests';
  const left = [
    ...slow.projects.map((project) => `--project=!${project}`),
    ...slow.suites.map((suite) => `--exclude=**/test/${suite}`),
  ];
  return vitestStage(context, { name, report: 'vitest', args: options.isFast ? left : ['--coverage'] });
}

function startStage(context: PlanContext): Stage {
  const args = ['--config', 'scripts/e2e/vitest.config.ts'];
  return vitestStage(context, { name: 'npm start, from first to last', report: 'start', args });
}

function vitestStage(context: PlanContext, options: { name: string; report: string; args: readonly string[] }): Stage {
  const report = path.join(context.results, `${options.report}.json`);
  return {
    name: options.name,
    run: async () => {
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...options.args];
      const result = await runCommand(tool(context, 'vitest'), args, {
        cwd: context.root,
        env: context.env,
        logFile: path.join(context.results, `${options.report}.log`),
        isShown: true,
      });
      return readVitestReport({ file: report, exitCode: result.code, root: context.root });
    },
  };
}

function coverageStage(context: PlanContext): Stage {
  return {
    name: 'statement coverage',
    run: async () =>
      readCoverage({
        file: path.join(context.root, 'coverage', 'coverage-summary.json'),
        root: context.root,
        folders: ['packages/core/src', 'packages/api/src', 'packages/wbot/src'],
        percent: 80,
      }),
  };
}

function buildStage(context: PlanContext): { stage: Stage; needed(stage: Stage): Stage } {
  let isBuilt = false;
  const inner = check(context, 'build', ['turbo', 'run', 'build', '--ui=stream', '--output-logs=new-only']);
  return {
    stage: {
      name: inner.name,
      run: async () => {
        const tally = await inner.run();
        isBuilt = tally.failed === 0;
        return tally;
      },
    },
    needed: (stage) => ({
      name: stage.name,
      run: () => (isBuilt ? stage.run() : Promise.resolve(skippedOnce(`skipped: ${stage.name} (the build failed)`))),
    }),
  };
}

function journeyStage(context: PlanContext): Stage {
  const report = path.join(context.results, 'playwright.json');
  return {
    name: 'browser journeys',
    run: async () => {
      const known = chromiumPath();
      const browser = await findBrowser({
        cacheDir: path.join(context.root, 'node_modules', '.cache', 'tiktickets-browser'),
        ...(known === undefined ? {} : { chromiumPath: known }),
      });
      process.stdout.write(`Browser: ${browser.path} (${browser.source})\n`);
      const result = await runCommand(
        tool(context, 'pnpm'),
        ['--filter', '@tiktickets/web', 'e2e', '--reporter=list,json'],
        {
          cwd: context.root,
          env: {
            ...context.env,
            // One that needs libraries of its own is found again by the journeys, together with them.
            ...(Object.keys(browser.env).length === 0 ? { CHROMIUM_PATH: browser.path } : {}),
            PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          },
          logFile: path.join(context.results, 'playwright.log'),
          isShown: true,
        },
      );
      return readPlaywrightReport({ file: report, exitCode: result.code });
    },
  };
}

function tool(context: PlanContext, name: string): string {
  if (name === 'node') return process.execPath;
  if (name === 'pnpm') return process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm';
  return path.join(context.root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}
