import { z } from 'zod';

const schema = z.object({
  /** Port of clients and control API. */
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  /** Interface to listen on; the control API has no login, so keep it local. */
  SIMULATOR_HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder of the simulated network's state; empty keeps it in memory. */
  DATA_DIR: z.string().default(''),
  /** `auto`: certificates of its own, kept in `tls` of the data folder, and TLS beside plain connections on the one port. */
  SIMULATOR_TLS: z.enum(['', 'auto']).default(''),
  /** JSON file of a script that is started with the network. */
  SIMULATOR_SCRIPT: z.string().default(''),
  /** PEM files; both or none. */
  SIMULATOR_TLS_CERT: z.string().optional(),
  SIMULATOR_TLS_KEY: z.string().optional(),
});

/** Settings of the simulator process. @throws when a value is malformed */
export function readEnv(): z.infer<typeof schema> {
  return schema.parse(process.env);
}
