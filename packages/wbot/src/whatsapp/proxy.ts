import type { Agent } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';

/** How all traffic of a channel leaves this machine: sockets and uploads by `agent`, downloads by `dispatcher`. */
export interface Route {
  readonly proxyUrl: string;
  readonly agent: Agent;
  readonly dispatcher: Dispatcher;
  /** Ends it once nothing uses it any more. */
  close(): void;
}

/** The library's types ask for an agent of https; what it needs is one that makes sockets of either kind. */
const asHttpsAgent = (agent: HttpsProxyAgent<string> | SocksProxyAgent): Agent => agent as unknown as Agent;

/** The library hands it to the global `fetch`, whose own types are of another version. */
export const fetchOptions = (route: Route): RequestInit => ({ dispatcher: route.dispatcher }) as unknown as RequestInit;

/** As the global one, which may be of another version than the dispatcher. */
export const fetchThrough = async (
  dispatcher: Dispatcher,
  url: string,
  init: { headers: Record<string, string>; redirect: 'error'; signal: AbortSignal },
): Promise<Response> => (await undiciFetch(url, { ...init, dispatcher })) as unknown as Response;

/** A route through a proxy. Names are looked up by the proxy, so that nothing of the channel goes around it. */
export function openRoute(proxyUrl: string): Route {
  const url = new URL(proxyUrl);
  const isSocks = url.protocol.startsWith('socks');
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const plain = new URL(isSocks ? proxyUrl.replace(/^socks\w*:/, 'socks5h:') : proxyUrl);
  const agent = isSocks ? new SocksProxyAgent(plain) : new HttpsProxyAgent(plain);
  const dispatcher = new ProxyAgent({
    uri: isSocks ? proxyUrl.replace(/^socks\w*:/, 'socks5:') : proxyUrl,
    ...(username ? { username, password } : {}),
  });
  return {
    proxyUrl,
    agent: asHttpsAgent(agent),
    dispatcher,
    close() {
      agent.destroy();
      dispatcher.close().catch(() => undefined);
    },
  };
}
