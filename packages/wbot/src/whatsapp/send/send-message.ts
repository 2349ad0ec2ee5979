import type { Agent } from 'node:https';
import { generateWAMessageFromContent, isLidUser, proto, type WAMessage, type WASocket } from 'baileys';
import {
  type MessageLookup,
  type OutboundMessage,
  type OutboundQuote,
  SendError,
  type SessionSink,
} from '../../contract.ts';
import { describeContent } from '../decode/describe-content.ts';
import { unwrap } from '../decode/unwrap.ts';
import type { GroupDirectory } from '../groups/group-directory.ts';
import type { WhatsAppTimings } from '../options.ts';
import { type Composed, compose, recompose } from './compose.ts';
import { toSendError, withDeadline } from './deadline.ts';
import { markForwarded } from './mark-forwarded.ts';
import { assertReachable } from './reachable.ts';

export interface SendTools {
  sock: WASocket;
  lookup: MessageLookup;
  sink: SessionSink;
  timings: WhatsAppTimings;
  groups: GroupDirectory;
  /** Goes through the channel's proxy. */
  agent: Agent | undefined;
  /** Fires when the session stops. */
  stopping: AbortSignal;
}

function ownJid(sock: WASocket, to: string): string {
  const { user } = sock;
  const isLidChat = isLidUser(to) || to.endsWith('@g.us');
  return (isLidChat ? user?.lid : null) ?? user?.id ?? '';
}

/** The quoted message as far as it is known: stored content, else its preview as a text. */
async function quotedMessage(to: string, quote: OutboundQuote, lookup: MessageLookup): Promise<WAMessage> {
  const stored = await lookup.message?.(quote.remoteId);
  const content = stored ? unwrap(proto.Message.decode(stored)).message : null;
  const message = content && describeContent(content) ? content : { conversation: quote.preview ?? '' };
  const key = {
    remoteJid: to,
    id: quote.remoteId,
    fromMe: quote.fromMe,
    participant: quote.participant ?? undefined,
  };
  return { key, message };
}

/** Nothing but its text, which the host keeps anyway: there is nothing to look up before it, or to keep beside it. */
function isPlain({ content, quoted, isForwarded }: OutboundMessage): boolean {
  return content.kind === 'text' && !content.mentions?.length && !quoted && !isForwarded;
}

async function composed(tools: SendTools, message: OutboundMessage): Promise<Composed> {
  const { sock, lookup, timings, stopping } = tools;
  const { id, to, content } = message;
  const earlier = isPlain(message) ? null : await lookup.message?.(id);
  if (earlier) return recompose(to, content, proto.Message.decode(earlier));
  const quoted = message.quoted ? await quotedMessage(to, message.quoted, lookup) : undefined;
  const signal = message.signal ? AbortSignal.any([message.signal, stopping]) : stopping;
  const fresh = await compose(to, content, {
    sock,
    signal,
    agent: tools.agent,
    idleTimeoutMs: timings.mediaIdleMs,
    progress: message.progress?.bind(message),
  });
  const options = { userJid: ownJid(sock, to), messageId: id, ...(quoted ? { quoted } : {}) };
  const whole = generateWAMessageFromContent(to, fresh.content, options).message;
  const written = whole ?? fresh.content;
  return { ...fresh, content: message.isForwarded ? markForwarded(written) : written };
}

async function run(tools: SendTools, message: OutboundMessage): Promise<void> {
  const { sock, sink, timings } = tools;
  const { id, to } = message;
  const problem = tools.groups.writeProblem(sock, to);
  if (problem) throw new SendError('permanent', problem);
  await withDeadline(timings.sendTimeoutMs, assertReachable(sock, to));
  const { content, attributes, nodes } = await composed(tools, message);
  if (!isPlain(message))
    await sink.outgoing?.({ remoteChat: to, remoteId: id, content: proto.Message.encode(content).finish() });
  const options = { messageId: id, additionalAttributes: attributes, additionalNodes: nodes };
  await withDeadline(timings.sendTimeoutMs, sock.relayMessage(to, content, options));
}

/** Writes one message of any kind with its reserved id. @throws {SendError} */
export async function sendMessage(tools: SendTools, message: OutboundMessage): Promise<void> {
  if (message.signal?.aborted) throw new SendError('permanent', 'cancelled');
  try {
    await run(tools, message);
  } catch (error) {
    if (message.signal?.aborted) throw new SendError('permanent', 'cancelled', { cause: error });
    if (tools.stopping.aborted) throw new SendError('channel', 'disconnected', { cause: error });
    throw toSendError(error);
  }
}
