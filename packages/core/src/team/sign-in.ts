import { newId, withPlatform } from '@tiktickets/db';
import { credentialsInput } from '../contracts/index.ts';
import { AppError, invalidInput, type Kernel, type Limit } from '../kernel/index.ts';
import { verifyPassword } from './passwords.ts';

const byAddress: Limit = { name: 'sign-in-ip', points: 30, durationS: 300 };
const byAccount: Limit = { name: 'sign-in-account', points: 10, durationS: 300 };
export const sessionDays = 30;

export interface SignedIn {
  sessionId: string;
  tenantId: string;
  userId: string;
  name: string;
  email: string;
}

/**
 * Checks a pair and opens a revocable session. A platform entry point: the company is not known yet.
 * @throws {AppError} `unauthenticated` without saying which half was wrong; `rate-limited` with `retryAfterS`
 */
export async function signIn(
  kernel: Kernel,
  input: { email: string; password: string; ip: string | null; userAgent: string | null },
): Promise<SignedIn> {
  const parsed = credentialsInput.safeParse(input);
  if (!parsed.success) throw invalidInput(String(parsed.error.issues[0]?.path[0] ?? 'email'), 'is not valid');
  const { email, password } = parsed.data;
  if (input.ip) await kernel.limits.take(byAddress, input.ip);
  // By account *and* address, so that a stranger's attempts cannot lock the owner out.
  const account = `${email.toLowerCase()} ${input.ip ?? ''}`;
  await kernel.limits.take(byAccount, account);
  const [user] = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<UserRow>(
      `select u.tenant_id, u.id, u.name, u.email, u.password_hash from users u join tenants t on t.id = u.tenant_id
       where lower(u.email) = lower($1) and u.active and t.status = 'active'`,
      [email],
    ),
  );
  if (!(await verifyPassword(user?.password_hash ?? null, password)) || !user) {
    throw new AppError('unauthenticated', 'e-mail or password is wrong');
  }
  await kernel.limits.clear(byAccount, account);
  const sessionId = newId();
  await withPlatform({ database: kernel.database }, (scope) =>
    scope.query(
      `insert into sessions (tenant_id, id, user_id, ip, user_agent, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
      [user.tenant_id, sessionId, user.id, input.ip, input.userAgent?.slice(0, 300) ?? null, sessionDays],
    ),
  );
  return { sessionId, tenantId: user.tenant_id, userId: user.id, name: user.name, email: user.email };
}

interface UserRow {
  tenant_id: string;
  id: string;
  name: string;
  email: string;
  password_hash: string;
}
