import { sendErrorCodes } from '@tiktickets/wbot/contract';
import { describe, expect, it } from 'vitest';
import { finalSendFailures, sendFailures } from '../../src/contracts/index.ts';
import { sendFailureOf } from '../../src/outbox/index.ts';

describe('the catalogue of failures', () => {
  it('has a word for everything that a driver says', () => {
    const known = new Set<string>(sendFailures);
    for (const code of sendErrorCodes) {
      const failure = sendFailureOf(code);
      expect(known.has(failure), code).toBe(true);
      if (code !== 'send_failed') expect(failure, code).not.toBe('send_failed');
    }
  });

  it('reads the numbers of a server, which mean other things in a group', () => {
    expect(['463', '429', '479', '404', '403', '418'].map((code) => sendFailureOf(code))).toEqual([
      'restricted',
      'rate_limited',
      'stale_session',
      'not_on_whatsapp',
      'blocked',
      'refused',
    ]);
    expect(['403', '404', '420', '463', '418'].map((code) => sendFailureOf(code, { isGroup: true }))).toEqual([
      'not_member',
      'not_member',
      'group_refused',
      'restricted',
      'refused',
    ]);
    expect(sendFailureOf('refused_463')).toBe('restricted');
    expect(sendFailureOf('never heard of')).toBe('send_failed');
  });

  it('knows which of them no second try can mend', () => {
    expect(finalSendFailures.every((code) => sendFailures.includes(code))).toBe(true);
    expect(finalSendFailures).not.toContain('timeout');
  });
});
