import { newId, type Parameter, withPlatform } from '@tiktickets/db';
import { type SetUpInput, setUpInput } from '../contracts/index.ts';
import { conflict, type Kernel } from '../kernel/index.ts';
import { hashPassword } from '../team/index.ts';

/** Whether this installation still waits for its first company. A platform entry point. */
export async function needsSetUp(kernel: Kernel): Promise<boolean> {
  const rows = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query('select 1 from tenants limit 1'),
  );
  return rows.length === 0;
}

/**
 * Creates the first company with its admin; works once. A platform entry point.
 * @throws {AppError} `conflict` when a company exists, also if two people try at the same instant
 */
export async function setUp(kernel: Kernel, input: SetUpInput): Promise<void> {
  const { companyName, name, email, password } = setUpInput.parse(input);
  const passwordHash = await hashPassword(password);
  const tenantId = newId();
  await withPlatform({ database: kernel.database }, async (scope) => {
    await scope.query('select pg_advisory_xact_lock(7042)');
    const taken = await scope.query('select 1 from tenants limit 1');
    if (taken.length > 0) throw conflict('this installation is already set up');
    await scope.query('insert into tenants (id, name) values ($1, $2)', [tenantId, companyName]);
    const admin: Parameter[] = [tenantId, newId(), email.toLowerCase(), name, passwordHash];
    await scope.query(
      `insert into users (tenant_id, id, email, name, password_hash, role) values ($1, $2, $3, $4, $5, 'admin')`,
      admin,
    );
  });
}
