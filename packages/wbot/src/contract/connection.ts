import type { ChannelAccount } from '../contract.ts';

/** Version of the provider's web client: primary, secondary, tertiary. */
export type ClientVersion = readonly [number, number, number];

export interface ConnectionSettings {
  /** `http:`, `https:` or `socks5:` address that all traffic of the channel goes through, user and password in it. */
  proxyUrl: string | null;
  /** Version to claim; null is the driver's own. */
  version: ClientVersion | null;
}

/** What the host decides about each connection of a channel. */
export interface ConnectionPort {
  /** Asked before every socket. @throws {FencedError} */
  settings(): Promise<ConnectionSettings>;
  /**
   * Whether the account that was paired may be used here: null, or a reason code. A refused one is unlinked at the
   * provider and forgotten, and the channel ends in `logged_out` with that reason. Asked again when it rejects.
   */
  admit(account: ChannelAccount): Promise<string | null>;
}
