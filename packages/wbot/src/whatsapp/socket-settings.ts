import { Browsers, type UserFacingSocketConfig } from 'baileys';
import { defaultWsUrl, type WhatsAppDriverOptions, type WhatsAppTimings } from './options.ts';

export interface SocketConfigSettings {
  options: WhatsAppDriverOptions;
  timings: WhatsAppTimings;
}

/** A failed commit is retried once, soon: the default would hold the session's locks for half a minute. */
const transactionOpts = { maxCommitRetries: 2, delayBetweenTriesMs: 200 };

/** Library settings that do not depend on the session's state. */
export function socketSettings({ options, timings }: SocketConfigSettings): Omit<UserFacingSocketConfig, 'auth'> {
  const [system, browser] = options.deviceName ?? [];
  const { version } = options;
  return {
    waWebSocketUrl: options.wsUrl ?? defaultWsUrl,
    ...(version ? { version: [version[0], version[1], version[2]] } : {}),
    browser: system && browser ? [system, browser, '1.0'] : Browsers.ubuntu('Chrome'),
    connectTimeoutMs: timings.connectTimeoutMs,
    keepAliveIntervalMs: timings.keepAliveIntervalMs,
    defaultQueryTimeoutMs: timings.queryTimeoutMs,
    retryRequestDelayMs: timings.retryRequestDelayMs,
    ...(timings.qrTimeoutMs === null ? {} : { qrTimeout: timings.qrTimeoutMs }),
    transactionOpts,
    // The owner's phone keeps its notifications.
    markOnlineOnConnect: false,
    // Own sends are known already; their echo would only hide receipts in the library's event buffer.
    emitOwnEvents: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    generateHighQualityLinkPreview: false,
  };
}
