import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fails when a setting that an env.ts reads is not explained in .env.example, or one explained there is read by nobody. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const maxPerFile = 40;
/** Read by Node, docker compose or other tools rather than by an env.ts. */
const readElsewhere = new Set(['NODE_EXTRA_CA_CERTS', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'BIND']);

const example = readFileSync(path.join(root, '.env.example'), 'utf8');
const explained = new Set([...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? ''));
const files = globSync(['{apps,packages,tooling}/*/src/**/env.ts', 'scripts/**/env.ts'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
});

const problems: string[] = [];
const read = new Set<string>();
for (const file of files) {
  const source = readFileSync(path.join(root, file), 'utf8');
  const names = new Set([
    ...[...source.matchAll(/^\s+([A-Z][A-Z0-9_]{2,}):/gm)].map((match) => match[1] ?? ''),
    ...[...source.matchAll(/process\.env\.([A-Z][A-Z0-9_]+)/g)].map((match) => match[1] ?? ''),
    ...[...source.matchAll(/const \{ ([A-Z0-9_, ]+) \} = process\.env/g)].flatMap((match) =>
      (match[1] ?? '').split(/, */),
    ),
  ]);
  names.delete('NEXTAUTH_URL');
  if (names.size > maxPerFile) problems.push(`${file} reads ${names.size} settings; ${maxPerFile} is the limit`);
  for (const name of names) {
    read.add(name);
    if (!explained.has(name)) problems.push(`${file} reads ${name}, which .env.example does not explain`);
  }
}
for (const name of explained) {
  if (!read.has(name) && !readElsewhere.has(name)) problems.push(`.env.example explains ${name}, which nothing reads`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${read.size} settings of ${files.length} env.ts files are explained`);
