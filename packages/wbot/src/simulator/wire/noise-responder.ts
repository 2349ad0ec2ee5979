import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { Curve, type KeyPair, proto } from 'baileys';

const mode = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const tagBytes = 16;
const keyBytes = 32;

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function seal(input: { key: Uint8Array; counter: number; aad: Uint8Array; plaintext: Uint8Array }): Buffer {
  const cipher = createCipheriv('aes-256-gcm', input.key, nonce(input.counter));
  cipher.setAAD(input.aad);
  return Buffer.concat([cipher.update(input.plaintext), cipher.final(), cipher.getAuthTag()]);
}

function open(input: { key: Uint8Array; counter: number; aad: Uint8Array; ciphertext: Uint8Array }): Buffer {
  const end = input.ciphertext.byteLength - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', input.key, nonce(input.counter));
  decipher.setAAD(input.aad);
  decipher.setAuthTag(input.ciphertext.subarray(end));
  return Buffer.concat([decipher.update(input.ciphertext.subarray(0, end)), decipher.final()]);
}

/** The server's long-lived identity: its static key and the certificate chain that vouches for it. */
export interface ServerIdentity {
  staticKey: KeyPair;
  certificate: Uint8Array;
}

/** What the client proves and declares in its last handshake message. */
export interface ClientHello {
  noisePublic: Uint8Array;
  payload: proto.ClientPayload;
}

interface Direction {
  key: Buffer;
  counter: number;
}

/** Responder side of Noise XX as WhatsApp clients speak it, then the transport cipher. */
export class NoiseResponder {
  readonly #identity: ServerIdentity;
  readonly #ephemeral = Curve.generateKeyPair();
  readonly #none = Buffer.alloc(0);
  #hash: Buffer = mode;
  #chain: Buffer = mode;
  #key: Buffer = mode;
  #counter = 0;
  #receive: Direction = { key: mode, counter: 0 };
  #send: Direction = { key: mode, counter: 0 };

  constructor(identity: ServerIdentity, introHeader: Uint8Array) {
    this.#identity = identity;
    this.#authenticate(introHeader);
  }

  /** Answers the client's first message. @throws when it carries no ephemeral key */
  reply(frame: Uint8Array): Uint8Array {
    const clientEphemeral = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
    if (!clientEphemeral) throw new Error('handshake without client ephemeral');
    this.#authenticate(clientEphemeral);
    this.#authenticate(this.#ephemeral.public);
    this.#mix(Curve.sharedKey(this.#ephemeral.private, clientEphemeral));
    const staticSealed = this.#encryptAndHash(this.#identity.staticKey.public);
    this.#mix(Curve.sharedKey(this.#identity.staticKey.private, clientEphemeral));
    const payload = this.#encryptAndHash(this.#identity.certificate);
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral: this.#ephemeral.public, static: staticSealed, payload },
    }).finish();
  }

  /** Reads the client's last handshake message and switches to transport keys. */
  finish(frame: Uint8Array): ClientHello {
    const last = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!last?.static || !last.payload) throw new Error('handshake without client finish');
    const noisePublic = this.#decryptAndHash(last.static);
    this.#mix(Curve.sharedKey(this.#ephemeral.private, noisePublic));
    const payload = proto.ClientPayload.decode(this.#decryptAndHash(last.payload));
    const [receive, send] = this.#derive(this.#none);
    this.#receive = { key: receive, counter: 0 };
    this.#send = { key: send, counter: 0 };
    return { noisePublic, payload };
  }

  /** Seals one transport frame. */
  encrypt(plaintext: Uint8Array): Buffer {
    return seal({ key: this.#send.key, counter: this.#send.counter++, aad: this.#none, plaintext });
  }

  /** Opens one transport frame. @throws when it was tampered with or is out of order */
  decrypt(ciphertext: Uint8Array): Buffer {
    return open({ key: this.#receive.key, counter: this.#receive.counter++, aad: this.#none, ciphertext });
  }

  #authenticate(data: Uint8Array): void {
    this.#hash = sha256(this.#hash, data);
  }

  #derive(secret: Uint8Array): [Buffer, Buffer] {
    const okm = Buffer.from(hkdfSync('sha256', secret, this.#chain, '', keyBytes * 2));
    return [okm.subarray(0, keyBytes), okm.subarray(keyBytes)];
  }

  #mix(secret: Uint8Array): void {
    [this.#chain, this.#key] = this.#derive(secret);
    this.#counter = 0;
  }

  #encryptAndHash(plaintext: Uint8Array): Buffer {
    const ciphertext = seal({ key: this.#key, counter: this.#counter++, aad: this.#hash, plaintext });
    this.#authenticate(ciphertext);
    return ciphertext;
  }

  #decryptAndHash(ciphertext: Uint8Array): Buffer {
    const plaintext = open({ key: this.#key, counter: this.#counter++, aad: this.#hash, ciphertext });
    this.#authenticate(ciphertext);
    return plaintext;
  }
}
