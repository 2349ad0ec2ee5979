import { WebSocket } from 'ws';
import { spread } from './measure.ts';

/**
 * A process of its own: opens `count` feeds with the wire frames of a browser and reports, for every message that carries
 * the time at which it was written, how long it took to arrive.
 */
interface Order {
  url: string;
  origin: string;
  cookies: string[];
  count: number;
  /** Plain sockets get the bare event; the feed's get its frames. */
  subscribe: boolean;
}

const samples: number[] = [];
let open = 0;

function onMessage(text: string): void {
  for (const [, at] of text.matchAll(/bench:([\d.]+)/g))
    samples.push(performance.timeOrigin + performance.now() - Number(at));
}

function connect(order: Order, n: number): void {
  const socket = new WebSocket(order.url, {
    headers: { origin: order.origin, cookie: order.cookies[n % order.cookies.length] ?? '' },
  });
  socket.on('open', () => {
    if (order.subscribe)
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'live.feed', input: {} } }));
    else ready(order);
  });
  let greeted = false;
  socket.on('message', (data) => {
    const text = String(data);
    if (text === 'PING') socket.send('PONG');
    else if (order.subscribe && !greeted && text.includes('"hello"')) {
      greeted = true;
      ready(order);
    } else onMessage(text);
  });
}

function ready(order: Order): void {
  open += 1;
  if (open === order.count) process.send?.({ ready: true });
}

process.on('message', (message: Order | 'report') => {
  if (message === 'report') {
    process.send?.({ report: spread(samples) });
    samples.length = 0;
    return;
  }
  for (let n = 0; n < message.count; n += 1) connect(message, n);
});
