import { areJidsSameUser, type GroupMetadata, isJidGroup, type WASocket } from 'baileys';
import type { DriverLogger, GroupInfo, GroupRole, SessionSink } from '../../contract.ts';
import { personOf } from '../addresses.ts';
import { BoundedCache } from '../bounded-cache.ts';
import { describeError } from '../library-logger.ts';
import { refusalCode } from '../socket-error.ts';

const kept = { entries: 2_000, ttlMs: 24 * 60 * 60 * 1000 };
/** A group that the server keeps to itself is not asked for again with every message. */
const refusalsKept = { entries: 2_000, ttlMs: 10 * 60 * 1000 };
/** The server's words for "not your group (any more)". */
const refusals = new Set([401, 403, 404]);

const roles = new Map<string | null | undefined, GroupRole>([
  ['admin', 'admin'],
  ['superadmin', 'owner'],
]);

function groupInfo(metadata: GroupMetadata, own: readonly (string | undefined)[]): GroupInfo {
  const isOwn = (jid: string | undefined) => jid !== undefined && own.some((mine) => areJidsSameUser(jid, mine));
  const { participants } = metadata;
  return {
    remoteChat: metadata.id,
    subject: metadata.subject || null,
    description: metadata.desc ?? null,
    isAnnouncement: metadata.announce === true,
    participants: participants.map(({ id, phoneNumber, lid, admin }) => ({
      ...personOf(id, phoneNumber, lid),
      role: roles.get(admin) ?? 'member',
    })),
    isMember: participants.some(({ id, phoneNumber, lid }) => [id, phoneNumber, lid].some(isOwn)),
  };
}

/** The groups of one channel: asked for once, then again whenever a notice says that they changed. Outlives sockets. */
export class GroupDirectory {
  readonly #sink: SessionSink;
  readonly #logger: DriverLogger;
  readonly #known = new BoundedCache(kept);
  readonly #asking = new Map<string, Promise<void>>();
  readonly #stale = new Set<string>();
  readonly #refused = new BoundedCache(refusalsKept);
  /** Questions that nobody waits for go one after the other: a backlog of many groups must not be a burst. */
  #queue: Promise<void> = Promise.resolve();

  constructor(sink: SessionSink, logger: DriverLogger) {
    this.#sink = sink;
    this.#logger = logger;
  }

  /** For the library's own use when it sends. */
  cached(jid: string): GroupMetadata | undefined {
    return this.#known.get<GroupMetadata>(jid);
  }

  /** Why the server would refuse a message to this group, as far as is known; it has the last word. */
  writeProblem(sock: WASocket, jid: string): 'not_member' | 'only_admins' | null {
    if (this.#refused.get(jid) === true) return 'not_member';
    const metadata = this.cached(jid);
    if (!metadata) return null;
    const own = [sock.user?.id, sock.user?.lid];
    const me = metadata.participants.find(({ id, phoneNumber, lid }) =>
      [id, phoneNumber, lid].some((address) =>
        own.some((mine) => address !== undefined && areJidsSameUser(address, mine)),
      ),
    );
    if (!me) return 'not_member';
    return metadata.announce === true && !me.admin ? 'only_admins' : null;
  }

  /** Asks once for a group that nothing is known of. Never rejects. */
  async need(sock: WASocket, jid: string): Promise<void> {
    if (isJidGroup(jid) && !this.#isAnswered(jid)) await this.#askQuietly(sock, jid);
  }

  /** What was known is wrong now. Never rejects. */
  async changed(sock: WASocket, jid: string): Promise<void> {
    this.#known.del(jid);
    this.#refused.del(jid);
    // An answer that is under way may be older than the change.
    if (this.#asking.has(jid)) this.#stale.add(jid);
    await this.#askQuietly(sock, jid);
  }

  /** Asks and tells the sink. @throws what the library throws */
  async refresh(sock: WASocket, jid: string): Promise<void> {
    const asking = this.#asking.get(jid) ?? this.#ask(sock, jid);
    this.#asking.set(jid, asking);
    try {
      await asking;
    } finally {
      if (this.#asking.get(jid) === asking) this.#asking.delete(jid);
    }
    if (this.#stale.delete(jid)) await this.refresh(sock, jid);
  }

  #isAnswered(jid: string): boolean {
    return this.cached(jid) !== undefined || this.#refused.get(jid) === true;
  }

  async #askQuietly(sock: WASocket, jid: string): Promise<void> {
    const turn = this.#queue.then(async () => {
      if (!this.#isAnswered(jid)) await this.refresh(sock, jid);
    });
    this.#queue = turn.catch((error: unknown) => {
      this.#logger.debug({ error: describeError(error) }, 'group could not be asked for');
    });
    await this.#queue;
  }

  async #ask(sock: WASocket, jid: string): Promise<void> {
    try {
      const metadata = await sock.groupMetadata(jid);
      this.#known.set(jid, metadata);
      await this.#sink.group?.(groupInfo(metadata, [sock.user?.id, sock.user?.lid]));
    } catch (error) {
      if (!refusals.has(refusalCode(error) ?? 0)) throw error;
      this.#refused.set(jid, true);
      const nothing = { subject: null, description: null, isAnnouncement: false, participants: [], isMember: false };
      await this.#sink.group?.({ remoteChat: jid, ...nothing });
    }
  }
}
