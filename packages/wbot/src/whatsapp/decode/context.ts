import type { proto } from 'baileys';
import type { InboundMessage, PersonReference, QuotedMessage } from '../../contract.ts';
import { personOf } from '../addresses.ts';
import { clampText } from './clamp.ts';
import { describeContent } from './describe-content.ts';
import { unwrap } from './unwrap.ts';

const mentionLimit = 300;
const previewLimit = 300;

/** Trusts nothing: any part of a message may carry a context under this name. */
function contextIn(part: unknown): proto.IContextInfo | null {
  if (typeof part !== 'object' || part === null) return null;
  const context: unknown = Reflect.get(part, 'contextInfo');
  return typeof context === 'object' ? context : null;
}

function contextOf(message: proto.IMessage): proto.IContextInfo | null {
  for (const part of Object.values(message)) {
    const context = contextIn(part);
    if (context) return context;
  }
  return null;
}

function personOrNull(jid: string | null | undefined): PersonReference | null {
  const person = personOf(jid ?? undefined);
  return person.phone || person.lid ? person : null;
}

function quotedOf(context: proto.IContextInfo): QuotedMessage | null {
  const remoteId = clampText(context.stanzaId, 128);
  if (!remoteId) return null;
  const described = context.quotedMessage ? describeContent(unwrap(context.quotedMessage).message) : null;
  return {
    remoteId,
    participant: personOrNull(context.participant),
    kind: described?.kind ?? 'unsupported',
    preview: clampText(described?.body, previewLimit),
  };
}

type Context = Required<Pick<InboundMessage, 'quoted' | 'isForwarded' | 'isEphemeral' | 'mentions' | 'groupSubject'>>;

/** What surrounds a message: the reply it is, its marks, the people it names. */
export function describeContext(message: proto.IMessage): Context {
  const context = contextOf(message);
  if (!context) return { quoted: null, isForwarded: false, isEphemeral: false, mentions: [], groupSubject: null };
  const jids = (context.mentionedJid ?? []).slice(0, mentionLimit);
  return {
    quoted: quotedOf(context),
    isForwarded: context.isForwarded === true || (context.forwardingScore ?? 0) > 0,
    isEphemeral: (context.expiration ?? 0) > 0,
    mentions: jids.flatMap((jid) => personOrNull(jid) ?? []),
    groupSubject: clampText(context.groupSubject, 300),
  };
}
