import { createServer } from 'node:http';
import path from 'node:path';
import { createEdge } from '@tiktickets/api';
import next from 'next';
import { readEnv } from './src/env.ts';
import { compose } from './src/server/composition.ts';
import { provideServerHandle } from './src/server/handle.ts';
import { setSecurityHeaders } from './src/server/security-headers.ts';
import { readSessionCookie } from './src/server/session-cookie.ts';
import { simulatorPhones } from './src/server/simulator-phones.ts';

const forceCloseMs = 3_000;

const env = readEnv();
const isDev = env.NODE_ENV === 'development';
const { kernel, handle } = compose(env);
provideServerHandle(handle);

const edge = await createEdge({
  kernel,
  demo: env.DEMO === 'on' && env.SIMULATOR_URL ? simulatorPhones(env.SIMULATOR_URL) : null,
  publicUrl: env.PUBLIC_URL,
  sessionIdOf: (req) => readSessionCookie(req, { secret: handle.authSecret, publicUrl: env.PUBLIC_URL }),
});

const app = next({ dev: isDev, dir: path.resolve(import.meta.dirname, '..'), hostname: env.HOST, port: env.PORT });
await app.prepare();
const servePage = app.getRequestHandler();

const server = createServer((req, res) => {
  if (edge.handleHttp(req, res)) return;
  setSecurityHeaders(req, res, { publicUrl: env.PUBLIC_URL, isDev });
  req.headers['x-client-ip'] = req.socket.remoteAddress ?? 'unknown';
  void servePage(req, res);
});

server.on('upgrade', (req, socket, head) => {
  socket.on('error', () => socket.destroy());
  if (edge.handleUpgrade(req, socket, head)) return;
  if (isDev) void app.getUpgradeHandler()(req, socket, head);
  else socket.destroy();
});

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), forceCloseMs);
  await edge.close();
  await closed;
  clearTimeout(force);
  await app.close();
  await kernel.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

server.on('error', (error) => {
  console.error(`Cannot listen on ${env.HOST}:${env.PORT}: ${error.message}`);
  process.exit(1);
});
server.listen(env.PORT, env.HOST, () => console.log(`Web is listening on ${env.HOST}:${env.PORT}`));
