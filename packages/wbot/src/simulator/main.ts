import { parseArgs } from 'node:util';
import { readEnv } from './env.ts';
import { startSimulator } from './start-simulator.ts';

const env = readEnv();
const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
const tls =
  env.SIMULATOR_TLS_CERT && env.SIMULATOR_TLS_KEY
    ? { tls: { certPath: env.SIMULATOR_TLS_CERT, keyPath: env.SIMULATOR_TLS_KEY } }
    : {};
const simulator = await startSimulator({
  port: values.port === undefined ? env.SIMULATOR_PORT : Number(values.port),
  host: env.SIMULATOR_HOST,
  dataDir: (values.data ?? env.DATA_DIR) || null,
  logger: { debug: () => undefined, warn: (fields, message) => console.warn(message, fields) },
  ...tls,
});
console.log(`simulator ready at ${simulator.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
