import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameReader } from '../../src/simulator/wire/frame-codec.ts';

const header = Buffer.from([0x57, 0x41, 6, 3]);

function routed(info: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(info.length, 0, 3);
  return Buffer.concat([Buffer.from([0x45, 0x44, 0, 1]), length, info, header]);
}

test('frames survive any slicing of the stream', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(
      fc.array(bytes, { maxLength: 12 }),
      fc.option(fc.uint8Array({ maxLength: 40 })),
      fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 30 }),
      (payloads, routing, cuts) => {
        const stream = Buffer.concat([routing ? routed(routing) : header, ...payloads.map(encodeFrame)]);
        const reader = new FrameReader();
        const frames: Buffer[] = [];
        let at = 0;
        for (let turn = 0; at < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          frames.push(...reader.push(stream.subarray(at, at + size)));
          at += size;
        }
        expect(frames.map((frame) => [...frame])).toEqual(payloads.map((payload) => [...payload]));
        expect(reader.intro?.dictionary).toBe(3);
        expect([...(reader.intro?.routingInfo ?? [])]).toEqual([...(routing ?? [])]);
      },
    ),
  );
});

test('a foreign protocol is refused', () => {
  expect(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1'))).toThrow('intro');
});
