import type { ChannelPhase, PhaseChange } from '@tiktickets/wbot/contract';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { isFinal, shardCount, shardOf } from '../../src/channels/index.ts';
import { changeOf } from '../../src/channels/rules.ts';
import { type ChannelState, channelStates } from '../../src/contracts/index.ts';

const report = fc.record({
  state: fc.constantFrom(...channelStates),
  reason: fc.option(fc.constantFrom('qr_expired', 'code_428', 'http_503')),
  qr: fc.option(fc.string()),
  account: fc.constant(null),
});

describe('what a session report makes of its channel', () => {
  it('uses the same words as the driver', () => {
    expectTypeOf<ChannelState>().toEqualTypeOf<ChannelPhase>();
    expectTypeOf<PhaseChange['account']>().toEqualTypeOf<{
      phone: string;
      lid: string | null;
      name: string | null;
    } | null>();
  });

  it('keeps a QR code only while it waits to be scanned', () => {
    fc.assert(
      fc.property(report, (given) => void expect(changeOf(given).qr).toBe(given.state === 'qr' ? given.qr : null)),
    );
  });

  it('rests after an end that only a person can undo, and keeps what was asked for otherwise', () => {
    fc.assert(
      fc.property(report, (given) => {
        const ended =
          ['logged_out', 'replaced', 'banned'].includes(given.state) ||
          (given.state === 'disconnected' && ['qr_expired', 'device_mismatch'].includes(given.reason ?? ''));
        expect(isFinal(given)).toBe(ended);
        expect(changeOf(given).desired).toBe(ended ? 'off' : null);
      }),
    );
  });

  it('forgets the number only when the device was unlinked', () => {
    fc.assert(
      fc.property(report, (given) => void expect(changeOf(given).forgetAccount).toBe(given.state === 'logged_out')),
    );
  });
});

describe('shards', () => {
  it('are in range, the same every time, and evenly filled', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(shardOf(id)).toBe(shardOf(id));
        expect(shardOf(id)).toBeGreaterThanOrEqual(0);
        expect(shardOf(id)).toBeLessThan(shardCount);
      }),
    );
    const filled = new Set(Array.from({ length: 2_000 }, (_, n) => shardOf(`channel ${n}`)));
    expect(filled.size).toBe(shardCount);
  });
});
