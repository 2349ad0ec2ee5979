import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const manifestShape = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
});

export interface CopyClosureOptions {
  /** Packages wanted at run time. */
  names: readonly string[];
  /** Folders whose installed packages are looked through, in this order. */
  from: readonly string[];
  /** The node_modules folder to fill. */
  target: string;
  /** Packages that are left out although somebody names them. */
  isLeftOut(name: string): boolean;
}

/**
 * Copies packages with all they need, in exactly the installed (locked) versions and without asking a registry.
 * The first version of a package goes to the top; another version goes below the package that wants it.
 */
export function copyClosure(options: CopyClosureOptions): { copied: string[]; missing: string[] } {
  const { names, from, target, isLeftOut } = options;
  const top = new Map<string, string>();
  const copied: string[] = [];
  const missing: string[] = [];

  const place = (source: string, into: string, trail: readonly string[]): void => {
    const manifest = readManifest(source);
    const known = top.get(manifest.name);
    if (known === source || trail.includes(source)) return;
    const destination = path.join(known === undefined ? target : path.join(into, 'node_modules'), manifest.name);
    if (known === undefined) top.set(manifest.name, source);
    else if (existsSync(destination)) return;
    copyPackage(source, destination);
    copied.push(`${manifest.name}@${manifest.version}`);
    for (const { name, isOptional } of needsOf(manifest)) {
      if (isLeftOut(name)) continue;
      const needed = findInstalled(name, source);
      if (needed !== null) place(needed, destination, [...trail, source]);
      else if (!isOptional) missing.push(`${name} (wanted by ${manifest.name})`);
    }
  };

  mkdirSync(target, { recursive: true });
  for (const name of names) {
    const source = from.map((folder) => findInstalled(name, folder)).find((found) => found !== null);
    if (source) place(source, target, []);
    else missing.push(name);
  }
  return { copied, missing };
}

function readManifest(folder: string): z.infer<typeof manifestShape> {
  return manifestShape.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
}

function needsOf(manifest: z.infer<typeof manifestShape>): { name: string; isOptional: boolean }[] {
  const optional = Object.keys(manifest.optionalDependencies);
  const required = Object.keys(manifest.dependencies).filter((name) => !optional.includes(name));
  // Optional peers are integrations that somebody chose; what we chose is named by us.
  const peers = Object.keys(manifest.peerDependencies).filter((name) => !manifest.peerDependenciesMeta[name]?.optional);
  return [
    ...[...required, ...peers].map((name) => ({ name, isOptional: false })),
    ...optional.map((name) => ({ name, isOptional: true })),
  ];
}

/** The real folder of a package as Node would find it from `start`. */
function findInstalled(name: string, start: string): string | null {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (path.dirname(folder) === folder) return null;
  }
}

function copyPackage(source: string, destination: string): void {
  cpSync(source, destination, {
    recursive: true,
    dereference: true,
    filter: (file) => {
      const inside = path.relative(source, file);
      return inside.split(path.sep)[0] !== 'node_modules' && !/\.(map|d\.ts|d\.mts|d\.cts|md|markdown)$/i.test(file);
    },
  });
}
