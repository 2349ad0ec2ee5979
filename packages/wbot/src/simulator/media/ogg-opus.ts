const packetsPerSecond = 50;
const samplesPerPacket = 960;
const packetsPerPage = 50;
/** Twenty milliseconds of silence. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const serial = 0x5151;

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}

function page(input: { packets: Buffer[]; sequence: number; granule: number; flags: number }): Buffer {
  const { packets, sequence, granule, flags } = input;
  const header = Buffer.alloc(27 + packets.length);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(packets.length, 26);
  for (const [index, packet] of packets.entries()) header.writeUInt8(packet.length, 27 + index);
  const whole = Buffer.concat([header, ...packets]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}

/** A playable voice note that says nothing. */
export function oggOpusSilence(seconds: number): Buffer {
  const head = Buffer.from('4f70757348656164010100000000000000000000', 'hex');
  head.writeUInt16LE(0, 10);
  head.writeUInt32LE(48_000, 12);
  const vendor = 'simulator';
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(4), Buffer.from(vendor), Buffer.alloc(4)]);
  tags.writeUInt32LE(vendor.length, 8);
  const pages = [
    page({ packets: [head.subarray(0, 19)], sequence: 0, granule: 0, flags: 2 }),
    page({ packets: [tags], sequence: 1, granule: 0, flags: 0 }),
  ];
  const total = seconds * packetsPerSecond;
  for (let done = 0; done < total; done += packetsPerPage) {
    const count = Math.min(packetsPerPage, total - done);
    const packets = Array.from({ length: count }, () => silence);
    const flags = done + count >= total ? 4 : 0;
    pages.push(page({ packets, sequence: pages.length, granule: (done + count) * samplesPerPacket, flags }));
  }
  return Buffer.concat(pages);
}
