import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { proto } from 'baileys';

/** Both sides of a vote, by the names that the network used for them, and the poll. */
export interface VoteContext {
  pollId: string;
  author: string;
  voter: string;
  secret: Uint8Array;
}

const tagBytes = 16;

function keyOf({ pollId, author, voter, secret }: VoteContext): Buffer {
  const first = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
  const info = Buffer.concat([Buffer.from(`${pollId}${author}${voter}Poll Vote`), Buffer.from([1])]);
  return createHmac('sha256', first).update(info).digest();
}

function aadOf({ pollId, voter }: VoteContext): Buffer {
  return Buffer.from(`${pollId}\u0000${voter}`);
}

function digest(option: string): Buffer {
  return createHash('sha256').update(option).digest();
}

/** Encrypts the chosen options for those who have the poll. */
export function sealVote(context: VoteContext, options: readonly string[]): proto.Message.IPollEncValue {
  const encIv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(context), encIv);
  cipher.setAAD(aadOf(context));
  const plain = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(digest) }).finish();
  return { encPayload: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]), encIv };
}

/** The chosen options; null when this is not the right context. */
export function openVote(
  vote: proto.Message.IPollEncValue,
  context: VoteContext,
  options: readonly string[],
): string[] | null {
  const { encPayload, encIv } = vote;
  if (!encPayload || !encIv) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(context), encIv);
    const end = encPayload.length - tagBytes;
    decipher.setAAD(aadOf(context));
    decipher.setAuthTag(encPayload.subarray(end));
    const plain = Buffer.concat([decipher.update(encPayload.subarray(0, end)), decipher.final()]);
    const { selectedOptions } = proto.Message.PollVoteMessage.decode(plain);
    return options.filter((option) => selectedOptions.some((hash) => digest(option).equals(Buffer.from(hash))));
  } catch {
    return null;
  }
}
