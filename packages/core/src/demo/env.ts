import { readEnvironment, sharedEnvironment } from '../kernel/index.ts';

/** @throws {InvalidEnvironment} naming each setting that is missing or wrong */
export const readSeedEnv = () =>
  readEnvironment(sharedEnvironment.pick({ DATABASE_URL: true, APP_SECRET: true }), process.env);
