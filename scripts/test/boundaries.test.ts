import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Each rule is proven by an import that breaks it, in a copy of the tree's shape: a rule that cannot fail guards nothing. */
const root = fileURLToPath(new URL('../..', import.meta.url));
let tree: string;

const harmless: Record<string, string> = {
  'packages/core/src/contracts/index.ts': 'export interface View { id: string }',
  'packages/core/src/kernel/index.ts': 'export const kernel = 1;',
  'packages/db/src/index.ts': 'export const database = 1;',
  'packages/api/src/index.ts': 'export const router = 1;',
  'packages/wbot/src/contract.ts': 'export interface Driver { name: string }',
  'packages/wbot/src/index.ts': 'export const driver = 1;',
  'apps/web/src/ui/button.tsx': 'export const Button = 1;',
  'apps/web/src/features/tickets/index.ts': "export { list } from './list.ts';",
  'apps/web/src/features/tickets/list.ts': 'export const list = 1;',
  'apps/web/src/features/messages/index.ts': 'export const bubble = 1;',
  'tooling/testkit/src/index.ts': 'export const kit = 1;',
  'tooling/services/src/index.ts': 'export const services = 1;',
  'node_modules/bullmq/index.js': 'export const queue = 1;',
  'node_modules/bullmq/package.json': '{"name":"bullmq","version":"1.0.0","exports":"./index.js"}',
};

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'tiktickets-tree-'));
  cpSync(path.join(root, '.dependency-cruiser.cjs'), path.join(tree, '.dependency-cruiser.cjs'));
  for (const [file, content] of Object.entries(harmless)) write(file, content);
  write('scripts/depcruise.tsconfig.json', '{"compilerOptions":{"module":"esnext"},"files":[]}');
  const packageJson = { name: 'x', type: 'module', dependencies: { bullmq: '1.0.0' } };
  for (const folder of [
    '',
    'packages/core',
    'packages/db',
    'packages/api',
    'packages/wbot',
    'apps/web',
    'apps/worker',
  ]) {
    write(path.join(folder, 'package.json'), JSON.stringify(packageJson));
  }
  write(
    'scripts/depcruise.tsconfig.json',
    '{"compilerOptions":{"module":"esnext","allowImportingTsExtensions":true,"noEmit":true},"include":["../packages"]}',
  );
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

function write(file: string, content: string): void {
  const target = path.join(tree, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

interface Violation {
  from: string;
  rule: { name: string };
}

function violations(): Violation[] {
  const bin = path.join(root, 'node_modules', '.bin', 'depcruise');
  const args = ['apps', 'packages', 'tooling', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const result = spawnSync(bin, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const report: { summary: { violations: Violation[] } } = JSON.parse(result.stdout);
  return report.summary.violations;
}

const badImports = (
  [
    ['contracts-know-only-zod', 'packages/core/src/contracts/bad.ts', '../kernel/index.ts'],
    ['db-imports', 'packages/db/src/bad.ts', '../../core/src/contracts/index.ts'],
    ['wbot-imports', 'packages/wbot/src/bad.ts', '../../db/src/index.ts'],
    ['wbot-without-storage', 'packages/wbot/src/bad.ts', 'bullmq'],
    ['core-imports', 'packages/core/src/kernel/bad.ts', '../../../api/src/index.ts'],
    ['core-takes-only-types-of-wbot', 'packages/core/src/kernel/bad.ts', '../../../wbot/src/contract.ts'],
    ['api-imports', 'packages/api/src/bad.ts', '../../db/src/index.ts'],
    ['api-without-storage', 'packages/api/src/bad.ts', 'bullmq'],
    ['web-imports', 'apps/web/src/lib/bad.ts', '../../../../packages/core/src/kernel/index.ts'],
    ['web-composition-imports', 'apps/web/src/server/bad.ts', '../../../../packages/db/src/index.ts'],
    ['pages-take-only-types-of-api', 'apps/web/src/app/bad.ts', '../../../../packages/api/src/index.ts'],
    ['web-without-storage', 'apps/web/src/lib/bad.ts', 'bullmq'],
    ['worker-imports', 'apps/worker/src/bad.ts', '../../../packages/db/src/index.ts'],
    ['features-by-their-door', 'apps/web/src/features/messages/bad.ts', '../tickets/list.ts'],
    ['outside-features-by-their-door', 'apps/web/src/app/bad.ts', '../features/tickets/list.ts'],
    ['primitives-know-no-domain', 'apps/web/src/ui/bad.ts', '../features/tickets/index.ts'],
    ['tests-stay-out', 'packages/core/src/kernel/bad.ts', '../../../../tooling/testkit/src/index.ts'],
    ['services-stay-out', 'apps/worker/src/bad.ts', '../../../tooling/services/src/index.ts'],
    ['no-deep-imports', 'packages/core/src/kernel/bad.ts', '../../../db/src/index.ts'],
    ['no-unresolved', 'packages/core/src/kernel/bad.ts', './gone.ts'],
    ['no-cycles', 'packages/core/src/kernel/bad.ts', './itself-too.ts'],
  ] as const
).map(([rule, folder, target], index) => ({ rule, file: folder.replace('bad.ts', `bad-${index}.ts`), target }));

describe('the import rules', () => {
  it('let the harmless tree pass', () => {
    expect(violations()).toEqual([]);
  });

  describe('stop', () => {
    let found: Violation[];
    beforeAll(() => {
      for (const { file, target } of badImports) {
        const own = target === './itself-too.ts' ? file.replace('.ts', '-too.ts') : null;
        write(
          file,
          `import * as bad from '${own === null ? target : `./${path.basename(own)}`}'; export const used = bad;`,
        );
        if (own !== null) write(own, `import * as bad from './${path.basename(file)}'; export const used = bad;`);
      }
      found = violations();
    });

    it.each(badImports)('$file from importing $target: $rule', ({ rule, file }) => {
      // A circle is reported once, for either of its files.
      const names = [file, file.replace('.ts', '-too.ts')];
      const broken = found
        .filter((violation) => names.includes(violation.from))
        .map((violation) => violation.rule.name);
      expect(broken).toContain(rule);
    });
  });
});
