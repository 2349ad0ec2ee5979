/** Settings of the test kit. */
export function readTestEnv(): { databaseUrl?: string } {
  const { TEST_DATABASE_URL } = process.env;
  return TEST_DATABASE_URL ? { databaseUrl: TEST_DATABASE_URL } : {};
}
