import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A small real proxy. `targets` is where clients asked to go, as `host:port`. */
export interface TestProxy extends AsyncDisposable {
  url: string;
  readonly targets: string[];
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
  return address.port;
};

async function listening(server: Server, sockets: Set<Socket>): Promise<AsyncDisposable> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function join(client: Socket, target: Socket): void {
  target.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => target.destroy());
  client.pipe(target).pipe(client);
}

/** Speaks CONNECT and wants this user and password. */
export async function openConnectProxy(user: string, password: string): Promise<TestProxy> {
  const targets: string[] = [];
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer();
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const address = request.url ?? '';
    targets.push(address);
    const { hostname, port } = new URL(`http://${address}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(client, target);
    });
  });
  const open = await listening(server, new Set());
  return { url: `http://${user}:${encodeURIComponent(password)}@127.0.0.1:${portOf(server)}`, targets, ...open };
}

/** Reads exactly so many bytes; what follows them stays in the stream. */
async function take(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const part: unknown = socket.read(count);
    if (Buffer.isBuffer(part)) return part;
    await once(socket, 'readable');
  }
}

async function serveSocks(client: Socket, targets: string[], login: { user: string; password: string }): Promise<void> {
  const [, methods = 0] = await take(client, 2);
  await take(client, methods);
  client.write(Buffer.from([5, 2]));
  const [, userLength = 0] = await take(client, 2);
  const user = (await take(client, userLength)).toString();
  const [passwordLength = 0] = await take(client, 1);
  const password = (await take(client, passwordLength)).toString();
  if (user !== login.user || password !== login.password) {
    client.end(Buffer.from([1, 1]));
    return;
  }
  client.write(Buffer.from([1, 0]));
  const [, , , kind] = await take(client, 4);
  const host =
    kind === 1
      ? [...(await take(client, 4))].join('.')
      : (await take(client, (await take(client, 1))[0] ?? 0)).toString();
  const port = (await take(client, 2)).readUInt16BE();
  targets.push(`${host}:${port}`);
  const target = connect(port, host, () => {
    client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    join(client, target);
  });
}

/** Speaks SOCKS 5 and wants this user and password. */
export async function openSocksProxy(user: string, password: string): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createTcpServer((client) => {
    serveSocks(client, targets, { user, password }).catch(() => client.destroy());
  });
  const open = await listening(server, new Set());
  return { url: `socks5://${user}:${encodeURIComponent(password)}@127.0.0.1:${portOf(server)}`, targets, ...open };
}
