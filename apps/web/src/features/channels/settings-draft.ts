import type { ChannelView, UpdateChannelInput } from '@tiktickets/core/contracts';

/** The form as it is being written. The proxy's password is never shown, so an empty field leaves it alone. */
export interface SettingsDraft {
  name: string;
  color: string;
  queueId: string;
  reopenWindowS: number;
  historyDays: number;
  takesGroups: boolean;
  readReceipts: boolean;
  callPolicy: 'ignore' | 'reject';
  callText: string;
  ratePerMinute: number;
  burst: number;
  proxyUrl: string;
  isProxyRemoved: boolean;
}

export const draftOf = ({ name, color, queue, settings }: ChannelView): SettingsDraft => ({
  name,
  color,
  queueId: queue?.id ?? '',
  reopenWindowS: settings.reopenWindowS,
  historyDays: settings.historyDays,
  takesGroups: settings.takesGroups,
  readReceipts: settings.readReceipts,
  callPolicy: settings.callPolicy,
  callText: settings.callText ?? '',
  ratePerMinute: settings.ratePerMinute,
  burst: settings.burst,
  proxyUrl: '',
  isProxyRemoved: false,
});

/** Names only what was changed: two people in the same form do not undo each other. */
export function inputOf(channel: ChannelView, draft: SettingsDraft): UpdateChannelInput {
  const before = draftOf(channel);
  const { proxyUrl, isProxyRemoved, queueId, ...plain } = draft;
  const changed = Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => value !== Reflect.get(before, name)),
  );
  return {
    id: channel.id,
    ...changed,
    ...(queueId === before.queueId ? {} : { queueId: queueId || null }),
    ...(isProxyRemoved ? { proxyUrl: null } : {}),
    ...(proxyUrl && !isProxyRemoved ? { proxyUrl } : {}),
  };
}
