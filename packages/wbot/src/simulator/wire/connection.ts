import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type BinaryNode, decodeBinaryNode, encodeBinaryNode } from 'baileys';
import type { WebSocket } from 'ws';
import { encodeFrame, FrameReader } from './frame-codec.ts';
import { type ClientHello, NoiseResponder, type ServerIdentity } from './noise-responder.ts';

export interface ConnectionHandlers {
  /** The handshake is done; nodes flow after the promise resolves. */
  ready(hello: ClientHello): Promise<void>;
  node(stanza: BinaryNode): Promise<void>;
  closed(): void;
  failed(error: unknown): void;
}

/** Some clients drop a frame that arrives in the same breath as the end of the handshake. */
const settleMs = 25;

/** One client's encrypted stream of stanzas, handled strictly in order. */
export class Connection {
  frozen = false;
  readonly #socket: WebSocket;
  readonly #identity: ServerIdentity;
  readonly #handlers: ConnectionHandlers;
  readonly #reader = new FrameReader();
  #noise: NoiseResponder | null = null;
  #open = false;
  #work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, identity: ServerIdentity, handlers: ConnectionHandlers) {
    this.#socket = socket;
    this.#identity = identity;
    this.#handlers = handlers;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data) => this.#take(data));
    socket.on('close', () => handlers.closed());
    socket.on('error', () => socket.terminate());
  }

  /** Writes a stanza; silently does nothing once the stream is frozen or gone. */
  send(stanza: BinaryNode): void {
    if (this.frozen || !this.#noise || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(encodeFrame(this.#noise.encrypt(encodeBinaryNode(stanza))));
  }

  /** Writes a frame that no key opens. */
  sendGarbage(): void {
    this.#socket.send(encodeFrame(randomBytes(64)));
  }

  /** Writes a last stanza and closes in good order. */
  finish(stanza: BinaryNode): void {
    this.send(stanza);
    this.#socket.close();
  }

  /** Cuts the TCP connection without a goodbye. */
  drop(): void {
    this.#socket.terminate();
  }

  #take(data: unknown): void {
    if (this.frozen || !Buffer.isBuffer(data)) return;
    try {
      for (const frame of this.#reader.push(data)) this.#enqueue(() => this.#frame(frame));
    } catch (error) {
      this.#fail(error);
    }
  }

  #enqueue(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => this.#fail(error));
  }

  async #frame(frame: Buffer): Promise<void> {
    if (this.#open && this.#noise) {
      const stanza = await decodeBinaryNode(this.#noise.decrypt(frame));
      if (!this.frozen) await this.#handlers.node(stanza);
      return;
    }
    if (!this.#noise) {
      if (!this.#reader.intro) throw new Error('frame before intro');
      this.#noise = new NoiseResponder(this.#identity, this.#reader.intro.header);
      this.#socket.send(encodeFrame(this.#noise.reply(frame)));
      return;
    }
    const hello = this.#noise.finish(frame);
    this.#open = true;
    await wait(settleMs);
    await this.#handlers.ready(hello);
  }

  #fail(error: unknown): void {
    this.#handlers.failed(error);
    this.#socket.terminate();
  }
}
