import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { muteSignalLogs } from '../mute-signal-logs.ts';
import { createSimulatorClient, type SimulatorClient } from './client.ts';
import { serveControl } from './control/http.ts';
import { Recorder } from './control/recorder.ts';
import { parseScript, startScript } from './control/script.ts';
import { type Delays, realisticDelays, Timers } from './delays.ts';
import { BlobStore } from './media/blob-store.ts';
import { isMediaRequest, serveMedia } from './media/http.ts';
import { resumeConfirmations } from './phone/confirm.ts';
import { createRandom } from './random.ts';
import { Faults } from './server/faults.ts';
import { serveClient } from './server/gateway.ts';
import { Typing } from './server/typing.ts';
import { createTurns, type SimulatorLogger, type World } from './server/world.ts';
import { Accounts } from './state/accounts.ts';
import { Groups } from './state/groups.ts';
import { AccountStore } from './state/store.ts';
import { certificateFiles } from './tls/certificate-files.ts';
import { eitherProtocol } from './tls/either-protocol.ts';
import type { Connection } from './wire/connection.ts';
import { createServerIdentity } from './wire/server-identity.ts';

export interface SimulatorOptions {
  /** 0 (default) takes a free port. */
  port?: number;
  /** Default 127.0.0.1: the control API has no login. */
  host?: string;
  /** Folder that makes phones, devices, chats and backlogs survive a restart. Default: memory only. */
  dataDir?: string | null;
  /**
   * Paths of a PEM certificate and key make it `https`/`wss`. `auto` makes a certificate of its own and serves both on
   * the one port: control API and sockets by `http`/`ws` or by TLS, files by TLS as clients insist.
   */
  tls?: { certPath: string; keyPath: string } | 'auto';
  /** Where `auto` keeps its certificates. Default: `tls` in the data folder, else a temporary folder. */
  tlsDir?: string;
  /** Overrides of the realistic delays, in milliseconds. */
  delays?: Partial<Delays>;
  /** Makes delays and message ids the same on every run. */
  seed?: number;
  /** Lines of a script (`ScriptLine`), started as soon as the network is there. */
  script?: unknown;
  logger?: SimulatorLogger;
}

export interface Simulator extends AsyncDisposable {
  port: number;
  /** Base of the control API. */
  url: string;
  /** Address for WhatsApp clients. */
  wsUrl: string;
  control: SimulatorClient;
  /** Host and port of the media host. */
  mediaHost: string;
  /** Certificate authority that clients must trust; null without `tls: 'auto'`. */
  caPath: string | null;
  /** Stops listening, drops all clients and writes the state. */
  close(): Promise<void>;
}

const silent: SimulatorLogger = { debug: () => undefined, warn: () => undefined };

function defaultTlsDir(dataDir: string | null): string {
  return dataDir ? join(dataDir, 'tls') : mkdtempSync(join(tmpdir(), 'simulator-tls-'));
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * Starts a WhatsApp network on one port: clients on `/ws/chat`, control API on `/control`.
 * @throws when the port is taken or a line of the script is wrong
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  muteSignalLogs();
  const { host = '127.0.0.1', tls, dataDir = null } = options;
  if (options.script !== undefined) parseScript(options.script);
  const store = new AccountStore(dataDir);
  const timers = new Timers(createRandom(options.seed));
  const world: World = {
    accounts: new Accounts(store),
    groups: new Groups(dataDir),
    links: new Map(),
    pairings: new Map(),
    faults: new Faults(),
    typing: new Typing(),
    delays: { ...realisticDelays, ...options.delays },
    timers,
    random: createRandom(options.seed),
    skewMs: 0,
    blobs: new BlobStore(dataDir),
    hasTls: tls !== undefined,
    mediaHost: '',
    logger: options.logger ?? silent,
    recorder: new Recorder(),
    script: null,
    turn: createTurns(),
  };
  const own = tls === 'auto' ? certificateFiles(options.tlsDir ?? defaultTlsDir(dataDir), host) : null;
  const files = tls === 'auto' ? own : tls;
  const plain = createServer();
  const secure = files && createTlsServer({ cert: readFileSync(files.certPath), key: readFileSync(files.keyPath) });
  const front = secure ? eitherProtocol(plain, secure) : { server: plain, closeAll: () => plain.closeAllConnections() };
  const sockets = new WebSocketServer({ noServer: true });
  const identity = createServerIdentity();
  const connections = new Set<Connection>();
  for (const server of secure ? [plain, secure] : [plain]) {
    server.on('request', (request, response) => {
      if (isMediaRequest(request)) void serveMedia(world, request, response);
      else void serveControl(world, request, response);
    });
    server.on('upgrade', (request, socket, head) => {
      const refusal = world.faults.strike('upgrade-status');
      if (refusal || !request.url?.startsWith('/ws/chat')) {
        socket.end(`HTTP/1.1 ${refusal?.status ?? 404} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => {
        const connection = serveClient(world, identity, client);
        connections.add(connection);
        client.on('close', () => connections.delete(connection));
      });
    });
  }
  const port = await listen(front.server, options.port ?? 0, host);
  world.mediaHost = `${host}:${port}`;
  const isSecure = tls !== undefined && tls !== 'auto';
  const url = `${isSecure ? 'https' : 'http'}://${host}:${port}`;
  resumeConfirmations(world);
  if (options.script !== undefined) startScript(world, options.script);
  let closing: Promise<void> | null = null;
  async function shutDown(): Promise<void> {
    timers.close();
    for (const connection of connections) connection.drop();
    await new Promise<void>((resolve) => {
      front.server.close(() => resolve());
      front.closeAll();
    });
    store.flush();
    world.blobs.close();
  }
  const close = () => (closing ??= shutDown());
  return {
    port,
    url,
    wsUrl: `${isSecure ? 'wss' : 'ws'}://${host}:${port}/ws/chat`,
    control: createSimulatorClient(url),
    mediaHost: world.mediaHost,
    caPath: own?.caPath ?? null,
    close,
    [Symbol.asyncDispose]: close,
  };
}
