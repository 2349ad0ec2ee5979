import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ControlError } from './control/error.ts';
import { readEnv } from './env.ts';
import { startSimulator } from './start-simulator.ts';

const env = readEnv();
const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
const { SIMULATOR_TLS_CERT: certPath, SIMULATOR_TLS_KEY: keyPath } = env;
const ownTls = env.SIMULATOR_TLS === 'auto' ? ({ tls: 'auto' } as const) : {};
const tls = certPath && keyPath ? { tls: { certPath, keyPath } } : ownTls;
const script: { script?: unknown } = env.SIMULATOR_SCRIPT
  ? { script: JSON.parse(readFileSync(env.SIMULATOR_SCRIPT, 'utf8')) }
  : {};
const simulator = await startSimulator({
  ...script,
  port: values.port === undefined ? env.SIMULATOR_PORT : Number(values.port),
  host: env.SIMULATOR_HOST,
  dataDir: (values.data ?? env.DATA_DIR) || null,
  logger: { debug: () => undefined, warn: (fields, message) => console.warn(message, fields) },
  ...tls,
}).catch((error: unknown) => {
  if (!(error instanceof ControlError)) throw error;
  console.error(`${env.SIMULATOR_SCRIPT}: ${error.field}: ${error.message}`);
  process.exit(1);
});
console.log(`simulator ready at ${simulator.url}`);
if (simulator.caPath) console.log(`certificate authority in ${simulator.caPath}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
