import type { Range } from '../delays.ts';
import type { Account } from '../state/model.ts';
import type { World } from './world.ts';

/** How long this answer takes when a fault slows it; used up once. Null for the usual time. */
export function slowness(
  world: World,
  account: Account,
  answer: { what: 'iq' | 'ack' | 'message'; xmlns?: string },
): Range | null {
  const fault = world.faults.strike('slow', ({ phone, what, xmlns }) => {
    return phone === account.phone && what === answer.what && (xmlns === undefined || xmlns === answer.xmlns);
  });
  return fault && [fault.minMs, Math.max(fault.minMs, fault.maxMs)];
}
