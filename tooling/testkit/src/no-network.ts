import net from 'node:net';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|0\.0\.0\.0|::ffff:127\.\d+\.\d+\.\d+)$/;
const connect = net.Socket.prototype.connect;

/** A test that reaches out of the machine is wrong: the outside world is simulated by servers on the loopback interface. */
function guardedConnect(this: net.Socket, ...args: unknown[]): net.Socket {
  const host = hostOf(args);
  if (host !== null && !loopback.test(host)) {
    const error = new Error(`A test tried to connect to ${host}; only simulated servers on this machine may be used`);
    queueMicrotask(() => this.destroy(error));
    return this;
  }
  return Reflect.apply(connect, this, args);
}

/** The forms of connect: (path), (port, host?), (options), and Node's own internal ([options, callback]). */
function hostOf(args: readonly unknown[]): string | null {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : null;
  }
  return typeof args[1] === 'string' && typeof first === 'number' ? args[1] : null;
}

Object.assign(net.Socket.prototype, { connect: guardedConnect });
