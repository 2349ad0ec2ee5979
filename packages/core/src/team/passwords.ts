import { hash, verify } from '@node-rs/argon2';

/** argon2id with the first set of OWASP's recommended parameters (19 MiB, 2 passes, 1 lane), the library's default variant. Runs off the event loop. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, options);

/** A hash of nobody's password: an unknown address must cost as much time as a known one. */
const decoy = hash('no such account', options);

export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== null;
}
