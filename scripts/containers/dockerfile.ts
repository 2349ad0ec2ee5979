import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type BuildStep = { kind: 'copy'; sources: string[]; target: string } | { kind: 'run'; command: string };

/** COPY and RUN of one stage of a Dockerfile, in order. Only the plain forms that our own file uses are understood. */
export function readStage(file: string, stage: string): BuildStep[] {
  const text = readFileSync(file, 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const steps: BuildStep[] = [];
  let isInside = false;
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    const from = /^FROM\s+(\S+)\s+AS\s+(\S+)$/i.exec(line);
    if (from) {
      if (!/:\d+\.\d+\.\d+/.test(from[1] ?? ''))
        throw new Error(`The base image ${from[1]} is not pinned to a version`);
      isInside = from[2] === stage;
    } else if (isInside && line.startsWith('COPY ')) {
      const parts = line.slice(5).trim().split(/\s+/);
      steps.push({ kind: 'copy', sources: parts.slice(0, -1), target: parts.at(-1) ?? '.' });
    } else if (isInside && line.startsWith('RUN ')) {
      steps.push({ kind: 'run', command: line.slice(4).trim() });
    }
  }
  if (steps.length === 0) throw new Error(`The Dockerfile has no stage named ${stage}`);
  return steps;
}

/** Copies as Docker would: only what .dockerignore lets through. */
export function copyIntoContext(options: { root: string; context: string; step: BuildStep & { kind: 'copy' } }): void {
  const { root, context, step } = options;
  const ignored = readIgnoreRules(path.join(root, '.dockerignore'));
  for (const source of step.sources) {
    const from = path.join(root, source);
    if (!existsSync(from)) throw new Error(`The Dockerfile copies ${source}, which does not exist`);
    const isFolderTarget = step.target.endsWith('/') || step.sources.length > 1;
    const to = path.join(context, step.target, isFolderTarget ? path.basename(source) : '');
    cpSync(from, to, {
      recursive: true,
      filter: (file) => !isIgnored(path.relative(root, file), ignored),
    });
  }
}

interface IgnoreRule {
  pattern: RegExp;
  isException: boolean;
}

function readIgnoreRules(file: string): IgnoreRule[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const isException = line.startsWith('!');
      return { pattern: toPattern(isException ? line.slice(1) : line), isException };
    });
}

/** A pattern also covers everything below what it names. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('**', '.*')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '(?:.*/)?');
  return new RegExp(`^${source}(?:/.*)?$`);
}

/** The last rule that matches decides. */
function isIgnored(relative: string, rules: readonly IgnoreRule[]): boolean {
  const file = relative.split(path.sep).join('/');
  return rules.findLast((rule) => rule.pattern.test(file))?.isException === false;
}
