import { describe, expect, it } from 'vitest';
import { waitFor } from '../src/index.ts';

describe('waitFor', () => {
  it('returns the first truthy value and treats a throw as not yet', async () => {
    let calls = 0;
    const value = await waitFor(() => {
      calls += 1;
      if (calls === 1) throw new Error('too early');
      return calls > 2 ? `after ${calls}` : null;
    });
    expect(value).toBe('after 3');
  });

  it('fails with what it waited for and what it last saw', async () => {
    const never = waitFor(() => Promise.reject(new Error('nobody is there')), { timeoutMs: 30, what: 'the visitor' });
    await expect(never).rejects.toThrow('Waited 30 ms for the visitor; last seen: Error: nobody is there');
  });
});
