import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DeliveryState, deliveryStates } from '../../src/contracts/index.ts';
import {
  advanceDelivery,
  believableTime,
  deliveryRank,
  reserveRemoteId,
  statesBefore,
} from '../../src/messages/index.ts';

const states = fc.constantFrom(...deliveryStates);

it('never moves a delivery back, ends the same in any order of receipts, and fails nothing that was delivered', () => {
  fc.assert(
    fc.property(fc.array(states, { maxLength: 20 }), (receipts) => {
      let state: DeliveryState = 'queued';
      for (const receipt of receipts) {
        const next = advanceDelivery(state, receipt);
        expect(deliveryRank(next)).toBeGreaterThanOrEqual(deliveryRank(state));
        if (deliveryRank(state) >= deliveryRank('delivered')) expect(next).not.toBe('failed');
        state = next;
      }
      const best = Math.max(0, ...receipts.map(deliveryRank));
      expect(deliveryRank(state)).toBe(best);
    }),
  );
});

it('names for SQL exactly the states that a receipt replaces', () => {
  for (const receipt of deliveryStates) {
    for (const state of deliveryStates) {
      const replaced = state !== receipt && advanceDelivery(state, receipt) === receipt;
      expect(statesBefore(receipt).includes(state)).toBe(replaced);
    }
  }
});

it('believes a time within its own second, and neither the future nor a time before the provider', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2009, 0, 2), max: Date.UTC(2030, 0, 1) }),
      fc.nat(10_000_000),
      (arrival, late) => {
        const second = Math.floor((arrival - late) / 1000) * 1000;
        const believed = believableTime(second, arrival);
        expect(believed).toBeLessThanOrEqual(arrival);
        if (second >= Date.UTC(2009, 0, 1)) expect(Math.floor(believed / 1000) * 1000).toBe(second);
        expect(believableTime(arrival + 1 + late, arrival)).toBe(arrival);
      },
    ),
  );
  for (const odd of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY, Date.UTC(2008, 0, 1)])
    expect(believableTime(odd, 1.7e12)).toBe(1.7e12);
});

it('reserves ids in the provider’s form that do not repeat', () => {
  const ids = Array.from({ length: 1000 }, reserveRemoteId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^3EB0[0-9A-F]{18}$/);
});
