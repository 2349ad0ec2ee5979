import { Browsers, type UserFacingSocketConfig } from 'baileys';
import type { ClientVersion } from '../contract.ts';
import { defaultWsUrl, type WhatsAppDriverOptions, type WhatsAppTimings } from './options.ts';
import { fetchOptions, type Route } from './proxy.ts';

export interface SocketConfigSettings {
  options: WhatsAppDriverOptions;
  timings: WhatsAppTimings;
}

/** A failed commit is retried once, soon: the default would hold the session's locks for half a minute. */
const transactionOpts = { maxCommitRetries: 2, delayBetweenTriesMs: 200 };

/** What may differ from one socket of a session to the next. */
export interface SocketWay {
  version: ClientVersion | null;
  /** Null goes straight to the provider. */
  route: Route | null;
}

/** Library settings of one socket. */
export function socketSettings(
  { options, timings }: SocketConfigSettings,
  way: SocketWay,
): Omit<UserFacingSocketConfig, 'auth'> {
  const [system, browser] = options.deviceName ?? [];
  const version = way.version ?? options.version;
  const { route } = way;
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
    ...(route ? { agent: route.agent, fetchAgent: route.agent, options: fetchOptions(route) } : {}),
    // The owner's phone keeps its notifications.
    markOnlineOnConnect: false,
    // Own sends are known already; their echo would only hide receipts in the library's event buffer.
    emitOwnEvents: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    generateHighQualityLinkPreview: false,
  };
}
