import type { ChannelDriver } from '../contract.ts';
import { muteSignalLogs } from '../mute-signal-logs.ts';
import { decodeEntry } from './decode/decode-entry.ts';
import { readPollVote } from './decode/poll-vote.ts';
import { defaultTimings, type WhatsAppDriverOptions } from './options.ts';
import { WhatsAppSession } from './session.ts';

/** The WhatsApp driver. One per process serves any number of channels; it keeps no state of its own. */
export function createWhatsAppDriver(options: WhatsAppDriverOptions = {}): ChannelDriver {
  muteSignalLogs();
  const timings = { ...defaultTimings, ...options.timings };
  return {
    open: (ports) => new WhatsAppSession(ports, { options, timings }),
    decode: decodeEntry,
    pollVote: readPollVote,
  };
}
