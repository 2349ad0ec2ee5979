import { readEnvironment, sharedEnvironment } from '@tiktickets/core/kernel';
import { parseClientVersion } from '@tiktickets/core/platform';
import { z } from 'zod';

const schema = sharedEnvironment.extend({
  /** The provider's socket; another one is a simulator. */
  WA_WS_URL: z.url({ protocol: /^wss?$/, message: 'must be a ws:// or wss:// address' }).optional(),
  WA_MEDIA_HOST: z.string().min(1).optional(),
  /** Version of the provider's web client to claim, like 2.3000.1030; the platform's own setting goes before it. */
  WA_VERSION: z
    .string()
    .refine((text) => parseClientVersion(text) !== null, 'must look like 2.3000.1030')
    .optional(),
  /** How often leases are renewed follows from it. */
  LEASE_TTL_MS: z.coerce.number().int().min(1_000).max(120_000).default(15_000),
});

export type WorkerEnv = z.output<typeof schema>;

/** @throws {InvalidEnvironment} naming each setting that is missing or wrong */
export const readEnv = (): WorkerEnv => readEnvironment(schema, process.env);
