import { authStore, claimNumber, connectionSettings, Fenced } from '@tiktickets/core/channels';
import { contactTyping, journalMessage, keepOutgoing, providerContent, sentText } from '@tiktickets/core/messages';
import { keepHistoryPart, learnNames, pictureChanged, recordBlocked, recordReadElsewhere } from '@tiktickets/core/sync';
import {
  type AuthStore,
  type ChannelAccount,
  type ConnectGate,
  type DriverLogger,
  FencedError,
  type InboundMessage,
  type PhaseChange,
  type SessionPorts,
} from '@tiktickets/wbot/contract';
import type { EventLane } from '../lanes/event-lane.ts';
import type { HealthLane } from '../lanes/health-lane.ts';
import type { HistoryLane } from '../lanes/history-lane.ts';
import type { InboundLane } from '../lanes/inbound-lane.ts';
import type { LaneHost } from '../lanes/lane-host.ts';
import type { ProfileLane } from '../lanes/profile-lane.ts';

export interface PortTargets {
  host: LaneHost;
  gate: ConnectGate;
  events: EventLane;
  inbound: InboundLane;
  history: HistoryLane;
  health: HealthLane;
  profiles: ProfileLane;
  /** Called once a phase is on its way to be recorded. */
  phaseChanged(change: PhaseChange): void;
}

/** A driver's ports for one channel: its words on this side, verbs of the product on the other. */
export function sessionPorts({
  host,
  gate,
  events,
  inbound,
  history,
  health,
  profiles,
  phaseChanged,
}: PortTargets): SessionPorts {
  const { ctx, channelId, fence } = host;
  const owned = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      host.fenced();
      throw new FencedError();
    }
  };
  let account: ChannelAccount | null = null;
  return {
    auth: fencedStore(authStore(ctx, { channelId, fence }), owned),
    sink: {
      phase: async (change) => {
        account = change.account ?? account;
        events.push({ kind: 'phase', change });
        phaseChanged(change);
      },
      journal: async (entry) => {
        await journalMessage(ctx, { channelId, entry });
        if (!entry.fromMe) health.received();
        inbound.wake();
      },
      undecryptable: async (message) => {
        // Traffic between the number's own devices is for nobody's eyes, and repeated after every drop.
        if (isOwnChat(message, account)) return;
        health.notDecrypted();
        inbound.showUndecryptable(message);
      },
      receipt: async ({ remoteIds, state, atMs, participant }) => {
        if (state === 'sent') health.sent(remoteIds.length);
        if (!participant || state === 'sent') events.push({ kind: 'receipt', remoteIds, state });
        else events.push({ kind: 'member-receipt', remoteIds, state, atMs, participant });
        await events.recorded();
      },
      refused: async ({ remoteId, code }) => {
        health.refused();
        events.push({ kind: 'refused', remoteId, code });
      },
      restricted: async (report) => events.push({ kind: 'restricted', report }),
      group: async (group) => events.push({ kind: 'group', group }),
      outgoing: ({ remoteId, content }) => keepOutgoing(ctx, { channelId, remoteId, content }),
      typing: ({ phone, lid, active }) => contactTyping(ctx, { channelId, phone, lid, active }),
      identity: async ({ phone, lid }) => events.push({ kind: 'identity', phone, lid }),
      history: async (part) => {
        await keepHistoryPart(ctx, { channelId, part });
        history.wake();
      },
      names: async (people) => inbound.afterwards(() => learnNames(ctx, people)),
      readElsewhere: async (read) => inbound.afterwards(() => recordReadElsewhere(ctx, { channelId, ...read })),
      picture: async (person) =>
        inbound.afterwards(async () => {
          await pictureChanged(ctx, person);
          profiles.wake();
        }),
      blocked: async (list) => inbound.afterwards(() => recordBlocked(ctx, { channelId, ...list })),
      gap: async (gap) => {
        events.push({ kind: 'gap', gap });
        await events.recorded();
        await inbound.afterwards(async () => history.fillGaps());
      },
      caughtUp: async (atMs) => events.push({ kind: 'caught-up', atMs }),
    },
    lookup: {
      sentText: (remoteId) => sentText(ctx, { channelId, remoteId }),
      message: (remoteId) => providerContent(ctx, { channelId, remoteId }),
    },
    logger: driverLogger(host),
    clock: ctx.kernel.clock,
    gate,
    connection: {
      settings: () => owned(() => connectionSettings(ctx, { channelId, fence })),
      admit: ({ phone }) => owned(() => claimNumber(ctx, { channelId, fence, phone })),
    },
  };
}

const isOwnChat = ({ person, fromMe }: InboundMessage, account: ChannelAccount | null): boolean =>
  fromMe &&
  account !== null &&
  ((person.lid !== null && person.lid === account.lid) || (person.phone !== null && person.phone === account.phone));

type Owned = <T>(work: () => Promise<T>) => Promise<T>;

/** The store's refusal in the driver's words. */
const fencedStore = (store: AuthStore, owned: Owned): AuthStore => ({
  loadCredentials: () => store.loadCredentials(),
  saveCredentials: (json) => owned(() => store.saveCredentials(json)),
  loadKeys: (type, ids) => store.loadKeys(type, ids),
  saveKeys: (changes) => owned(() => store.saveKeys(changes)),
  wipe: () => owned(() => store.wipe()),
});

function driverLogger({ ctx, channelId }: LaneHost): DriverLogger {
  const logger = ctx.kernel.logger.child({ tenantId: ctx.tenantId, channelId });
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
