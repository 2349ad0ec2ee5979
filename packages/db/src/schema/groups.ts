import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, now, providerText, tenantId, tenantPolicies } from './columns.ts';
import { messages } from './messages.ts';

/** A group as one of our numbers sees it. */
export const groups = pgTable(
  'groups',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    remoteChat: providerText('remote_chat').notNull(),
    subject: text('subject'),
    description: text('description'),
    /** Only admins may write. */
    isAnnouncement: boolean('is_announcement').notNull().default(false),
    /** Whether our number is in it. */
    isMember: boolean('is_member').notNull().default(true),
    knownAt: at('known_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.remoteChat] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    ...tenantPolicies(),
  ],
);

/** Who is in a group, our own number included. Not all of them are contacts: only those who wrote. */
export const groupMembers = pgTable(
  'group_members',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    remoteChat: providerText('remote_chat').notNull(),
    /** LID, else phone: as the member was first known, kept when the other becomes known. */
    member: providerText('member').notNull(),
    lid: providerText('lid'),
    phone: providerText('phone'),
    role: text('role', { enum: ['member', 'admin', 'owner'] }).notNull(),
    /** Not expected to receive what was written before. */
    since: at('since').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.remoteChat, t.member] }),
    foreignKey({
      name: 'group_members_group',
      columns: [t.tenantId, t.channelId, t.remoteChat],
      foreignColumns: [groups.tenantId, groups.channelId, groups.remoteChat],
    }).onDelete('cascade'),
    check('group_members_role', sql`role in ('member', 'admin', 'owner')`),
    check('group_members_someone', sql`lid is not null or phone is not null`),
    ...tenantPolicies(),
  ],
);

/** How far one of our messages has come with one member of a group. The message's own state is that of the last of them. */
export const messageReceipts = pgTable(
  'message_receipts',
  {
    tenantId: tenantId(),
    messageId: uuid('message_id').notNull(),
    member: providerText('member').notNull(),
    state: text('state', { enum: ['delivered', 'read', 'played'] }).notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.member] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }).onDelete(
      'cascade',
    ),
    check('message_receipts_state', sql`state in ('delivered', 'read', 'played')`),
    ...tenantPolicies(),
  ],
);
