import type { BinaryNode } from 'baileys';
import type { WebSocket } from 'ws';
import { declineCall } from '../phone/call.ts';
import { Connection } from '../wire/connection.ts';
import { child, node } from '../wire/nodes.ts';
import type { ClientHello, ServerIdentity } from '../wire/noise-responder.ts';
import type { DeviceLink } from './device-link.ts';
import { handleIq } from './iq.ts';
import { handleLinkCode } from './link-code.ts';
import { forget, login, refuseOutdated } from './login.ts';
import { handleAck, handleMessage } from './messages.ts';
import { completePairing, offerPairing } from './pairing.ts';
import { handleChatstate, handleReceipt } from './receipts.ts';
import type { World } from './world.ts';

async function handle(world: World, link: DeviceLink, stanza: BinaryNode): Promise<void> {
  switch (stanza.tag) {
    case 'iq':
      return await handleIq(world, link, stanza);
    case 'message':
      return handleMessage(world, link, stanza);
    case 'receipt':
      return handleReceipt(world, link, stanza);
    case 'ack':
      return handleAck(world, link, stanza);
    case 'call':
      return handleCall(world, link, stanza);
    case 'chatstate':
      return handleChatstate(world, link, stanza);
    default:
      world.logger.debug({ tag: stanza.tag }, 'stanza ignored');
  }
}

/** A device answers a ringing call. */
function handleCall(world: World, link: DeviceLink, stanza: BinaryNode): void {
  const declined = child(stanza, 'reject');
  const { id, to } = stanza.attrs;
  link.connection.send(node('ack', { class: 'call', id, from: to, type: declined ? 'reject' : null }));
  const callId = declined?.attrs['call-id'];
  if (callId) declineCall(world, link.account, { caller: world.accounts.find(to), id: callId });
}

/** Serves one client socket: handshake, then pairing or login, then stanzas. */
export function serveClient(world: World, identity: ServerIdentity, socket: WebSocket): Connection {
  let link: DeviceLink | null = null;
  const connection = new Connection(socket, identity, {
    async ready(hello: ClientHello) {
      if (refuseOutdated(world, connection, hello)) return;
      if (hello.payload.devicePairingData) offerPairing(world, connection, hello);
      else link = login(world, connection, hello);
    },
    async node(stanza) {
      if (link) return await handle(world, link, stanza);
      if (stanza.tag !== 'iq') return;
      if (stanza.attrs.xmlns === 'w:p')
        connection.send({ tag: 'iq', attrs: { from: '@s.whatsapp.net', type: 'result', id: stanza.attrs.id ?? '' } });
      else if (!handleLinkCode(world, connection, stanza)) completePairing(world, connection, stanza);
    },
    closed() {
      world.pairings.delete(connection);
      if (link) forget(world, link);
    },
    failed(error) {
      world.logger.warn({ error: String(error) }, 'client connection failed');
    },
  });
  return connection;
}
