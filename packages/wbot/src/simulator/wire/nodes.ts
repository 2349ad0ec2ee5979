import { type BinaryNode, getBinaryNodeChild } from 'baileys';

export const serverJid = '@s.whatsapp.net';

/** Attribute values a stanza may be built from; absent ones are left out of the wire form. */
export type Attributes = Record<string, string | number | null | undefined>;

/** Builds a stanza. */
export function node(tag: string, attributes: Attributes = {}, content?: BinaryNode['content']): BinaryNode {
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) attrs[name] = String(value);
  }
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

export function children(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  const content = parent?.content;
  if (!Array.isArray(content)) return [];
  return tag === undefined ? content : content.filter((item) => item.tag === tag);
}

export function child(parent: BinaryNode | undefined, ...path: string[]): BinaryNode | undefined {
  return path.reduce<BinaryNode | undefined>((at, tag) => getBinaryNodeChild(at, tag), parent);
}

/** Content of a leaf as bytes. @throws when it is missing */
export function bytes(leaf: BinaryNode | undefined): Buffer {
  const content = leaf?.content;
  if (typeof content === 'string') return Buffer.from(content);
  if (content instanceof Uint8Array) return Buffer.from(content);
  throw new Error(`stanza <${leaf?.tag ?? '?'}> has no bytes`);
}

/** Big-endian unsigned number of a leaf. */
export function uint(leaf: BinaryNode | undefined): number {
  const raw = bytes(leaf);
  return raw.length === 0 ? 0 : raw.readUIntBE(0, raw.length);
}

/** Big-endian bytes of an unsigned number. */
export function uintBytes(value: number, length: number): Buffer {
  const raw = Buffer.alloc(length);
  raw.writeUIntBE(value, 0, length);
  return raw;
}

/** The answer to an iq. */
export function iqResult(request: BinaryNode, content?: BinaryNode[]): BinaryNode {
  return node('iq', { from: request.attrs.to ?? serverJid, type: 'result', id: request.attrs.id }, content);
}

export function iqError(request: BinaryNode, code: number, text: string): BinaryNode {
  const attributes = { from: request.attrs.to ?? serverJid, type: 'error', id: request.attrs.id };
  return node('iq', attributes, [node('error', { code, text })]);
}
