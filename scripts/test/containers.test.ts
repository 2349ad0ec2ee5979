import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemsOfCompose } from '../containers/compose.ts';
import { copyIntoContext, readStage } from '../containers/dockerfile.ts';
import { copyClosure } from '../containers/package-closure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-containers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

describe('problemsOfCompose', () => {
  const original = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
  const problemsWith = (from: string, to: string) => {
    expect(original).toContain(from);
    write('compose.yml', original.replace(from, to));
    return problemsOfCompose(path.join(folder, 'compose.yml')).join('\n');
  };

  it('finds none in our own file', () => {
    expect(problemsOfCompose(path.join(root, 'docker-compose.yml'))).toEqual([]);
  });

  it.each([
    ['an unknown key', 'restart: unless-stopped', 'restarts: unless-stopped', /must NOT have additional properties/],
    ['a wrong condition', 'condition: service_healthy', 'condition: service_fine', /must be equal to one of/],
    ['an image without a version', 'image: postgres:18.4-bookworm', 'image: postgres:latest', /not pinned/],
    ['a built-in secret', '${REDIS_PASSWORD:?make one with openssl rand -hex 32}@', 'secret@', /REDIS_URL has a value/],
    ['an undeclared volume', '["valkey:/data"]', '["cache:/data"]', /volume cache is not declared/],
  ])('finds %s', (_what, from, to, message) => {
    expect(problemsWith(from, to)).toMatch(message);
  });
});

describe('the build stage of the Dockerfile', () => {
  it('copies only what .dockerignore lets through', () => {
    const context = path.join(folder, 'context');
    write('.dockerignore', '**\n!apps\n**/node_modules\n**/.env\n');
    write('apps/web/page.ts', '');
    write('apps/web/.env', '');
    write('apps/web/node_modules/x/index.js', '');
    write('secret.txt', '');
    copyIntoContext({ root: folder, context, step: { kind: 'copy', sources: ['apps'], target: 'apps' } });
    copyIntoContext({ root: folder, context, step: { kind: 'copy', sources: ['secret.txt'], target: './' } });
    expect(existsSync(path.join(context, 'apps/web/page.ts'))).toBe(true);
    for (const left of ['apps/web/.env', 'apps/web/node_modules', 'secret.txt']) {
      expect(existsSync(path.join(context, left))).toBe(false);
    }
  });

  it('refuses a base image without a version', () => {
    write('Dockerfile', 'FROM node:slim AS build\nRUN true\n');
    expect(() => readStage(path.join(folder, 'Dockerfile'), 'build')).toThrow(/not pinned/);
  });

  it('names every manifest of the workspace, or the install would fail', () => {
    const copied = readStage(path.join(root, 'Dockerfile'), 'build').flatMap((step) =>
      step.kind === 'copy' ? step.sources : [],
    );
    const lock = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8');
    const importers = [...lock.matchAll(/^ {2}([a-z]+(?:\/[a-z]+)?):$/gm)].map((match) => match[1]);
    const workspace = importers.filter(
      (name) => name !== undefined && existsSync(path.join(root, name, 'package.json')),
    );
    expect(workspace.length).toBeGreaterThan(5);
    expect(copied).toEqual(expect.arrayContaining(workspace.map((name) => `${name}/package.json`)));
  });
});

describe('copyClosure', () => {
  const manifest = (name: string, version: string, more: object = {}) => JSON.stringify({ name, version, ...more });

  it('brings what is needed, each version where it is wanted, and leaves the rest', () => {
    write('node_modules/a/package.json', manifest('a', '1.0.0', { dependencies: { b: '1', c: '1' } }));
    write('node_modules/b/package.json', manifest('b', '1.0.0', { optionalDependencies: { huge: '1', gone: '1' } }));
    write('node_modules/c/package.json', manifest('c', '1.0.0', { dependencies: { b: '2' } }));
    write('node_modules/c/node_modules/b/package.json', manifest('b', '2.0.0', { peerDependencies: { a: '1' } }));
    write('node_modules/huge/package.json', manifest('huge', '1.0.0'));
    write('node_modules/unused/package.json', manifest('unused', '1.0.0'));
    const target = path.join(folder, 'out');
    const result = copyClosure({ names: ['a'], from: [folder], target, isLeftOut: (name) => name === 'huge' });
    expect(result.missing).toEqual([]);
    expect(result.copied.sort()).toEqual(['a@1.0.0', 'b@1.0.0', 'b@2.0.0', 'c@1.0.0']);
    const nested: { version: string } = JSON.parse(
      readFileSync(path.join(target, 'c/node_modules/b/package.json'), 'utf8'),
    );
    expect(nested.version).toBe('2.0.0');
  });

  it('says what is not installed', () => {
    write('node_modules/a/package.json', manifest('a', '1.0.0', { dependencies: { lost: '1' } }));
    const result = copyClosure({
      names: ['a', 'b'],
      from: [folder],
      target: path.join(folder, 'out'),
      isLeftOut: () => false,
    });
    expect(result.missing).toEqual(['lost (wanted by a)', 'b']);
  });
});
