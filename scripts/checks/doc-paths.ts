import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Fails when a document cites a path of this repository that is gone.
 * Cited are: relative Markdown links, and anything in backticks that begins with a folder or file of the root.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = globSync(
  ['*.md', 'docs/**/*.md', '{apps,packages,tooling}/*/*.md', 'bench/*.md', '.github/**/*.md'],
  {
    cwd: root,
    exclude: ['**/node_modules/**'],
  },
);
const firstParts = ['apps', 'packages', 'tooling', 'scripts', 'docs', 'bench', '.ci'];

const missing: string[] = [];
for (const document of documents) {
  const lines = readFileSync(path.join(root, document), 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    for (const cited of citedPaths(line, path.dirname(document))) {
      if (!isThere(cited)) missing.push(`${document}:${index + 1} cites ${cited}, which does not exist`);
    }
  }
}
for (const line of missing) console.error(line);
if (missing.length > 0) process.exitCode = 1;
else console.log(`Every path cited in ${documents.length} documents exists`);

function citedPaths(line: string, folder: string): string[] {
  const links = [...line.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => target !== '' && !/^[a-z][a-z+.-]*:/i.test(target))
    .map((target) => path.normalize(path.join(folder, target)));
  const code = [...line.matchAll(/`([^`\s]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/(:\d+)?[.,;:]?$/, ''))
    .filter((target) => firstParts.includes(target.split('/')[0] ?? '') && target.includes('/'))
    // A placeholder such as packages/<name> or feature/… stands for many.
    .filter((target) => !/[<>{}…$]/.test(target));
  return [...links, ...code];
}

function isThere(cited: string): boolean {
  if (cited.includes('*')) return globSync(cited, { cwd: root }).length > 0;
  return existsSync(path.join(root, cited));
}
