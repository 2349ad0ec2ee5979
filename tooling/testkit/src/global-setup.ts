import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { readTestEnv } from './env.ts';
import { createTemplate } from './template.ts';
import { acquireTestServer, repositoryRoot } from './test-server.ts';

/** What the global setup hands to the test files. */
export interface TestDatabases {
  adminUrl: string;
  template: string;
  appUrl: string;
  platformUrl: string;
  appSecret: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    tikticketsDatabases: TestDatabases;
  }
}

const appSecret = 'only-for-tests-only-for-tests-only-for-tests';

/** Vitest global setup: `globalSetup: ['@tiktickets/testkit/global-setup']`, then `cloneDatabase()` in each test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databases = await prepareTestDatabases();
  project.provide('tikticketsDatabases', databases.value);
  return databases.release;
}

/** The shared server with a migrated template, also for use outside vitest. */
export async function prepareTestDatabases(): Promise<{ value: TestDatabases; release(): Promise<void> }> {
  const server = await acquireTestServer({ externalUrl: readTestEnv().databaseUrl });
  try {
    const db = await loadDb();
    const template = await createTemplate({
      adminUrl: server.adminUrl,
      sources: [path.join(dbFolder, 'migrations'), path.join(dbFolder, 'src')],
      migrate: (ownerUrl) => db.migrate(ownerUrl, { appSecret }),
    });
    const value = { adminUrl: server.adminUrl, template, appSecret, ...db.roleUrls(server.adminUrl, appSecret) };
    return { value, release: () => server.release() };
  } catch (error) {
    await server.release();
    throw error;
  }
}

interface Db {
  migrate(ownerUrl: string, options: { appSecret: string }): Promise<void>;
  roleUrls(ownerUrl: string, appSecret: string): { appUrl: string; platformUrl: string };
}

const dbFolder = path.join(repositoryRoot, 'packages', 'db');

/** Found by its path: db's own tests use this kit, so a dependency on db would close a circle of packages. */
async function loadDb(): Promise<Db> {
  const load = async (name: string): Promise<object> => import(pathToFileURL(path.join(dbFolder, 'src', name)).href);
  const loaded: object = { ...(await load('migrate.ts')), ...(await load('roles.ts')) };
  if (!isDb(loaded)) throw new Error(`${dbFolder} must offer migrate and roleUrls`);
  return loaded;
}

function isDb(loaded: object): loaded is Db {
  return 'migrate' in loaded && 'roleUrls' in loaded;
}
