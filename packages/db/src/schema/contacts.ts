import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, id, now, providerText, tenantId, tenantPolicies } from './columns.ts';
import { tenants } from './tenants.ts';

export const contacts = pgTable(
  'contacts',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    name: text('name').notNull(),
    /** A room of many people; its name is the group's subject. */
    isGroup: boolean('is_group').notNull().default(false),
    /**
     * In the order in which one replaces another: made from the number, the profile's own name, the verified name of a
     * business, the phone's address book, written by somebody here.
     */
    nameSource: text('name_source', { enum: ['fallback', 'provider', 'business', 'phonebook', 'person'] })
      .notNull()
      .default('fallback'),
    /** E.164 digits, for display and search; identity itself is `contact_identities`. */
    phone: text('phone'),
    /** What search looks through, kept because taking accents off costs more than reading. */
    words: text('words').generatedAlwaysAs(sql`search_text(name, phone)`),
    /** Where the profile picture is stored; null when there is none that we may see. */
    pictureKey: text('picture_key'),
    /** When to ask the provider for it (again); null while nobody should. */
    pictureDueAt: at('picture_due_at').default(now),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    check('contacts_name_source', sql`name_source in ('fallback', 'provider', 'business', 'phonebook', 'person')`),
    index('contacts_picture_due').on(t.tenantId, t.pictureDueAt).where(sql`picture_due_at is not null`),
    index('contacts_search').using('gin', sql`${t.words} gin_trgm_ops`),
    ...tenantPolicies(),
  ],
);

/** Every way in which one person shows up. The key makes "two contacts for one number" impossible. */
export const contactIdentities = pgTable(
  'contact_identities',
  {
    tenantId: tenantId(),
    /** `phone` is canonical (`canonicalPhone` of the contacts' rules); `group` is the address of a room. */
    kind: text('kind', { enum: ['phone', 'lid', 'username', 'group'] }).notNull(),
    value: providerText('value').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.value] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }).onDelete(
      'cascade',
    ),
    index('contact_identities_contact').on(t.tenantId, t.contactId),
    check('contact_identities_kind', sql`kind in ('phone', 'lid', 'username', 'group')`),
    ...tenantPolicies(),
  ],
);

/** Whom a number blocks. `wanted` is what somebody here asked for, `actual` what the provider last said. */
export const contactBlocks = pgTable(
  'contact_blocks',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    wanted: boolean('wanted').notNull(),
    actual: boolean('actual').notNull(),
    changedAt: at('changed_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.contactId, t.channelId] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }).onDelete(
      'cascade',
    ),
    index('contact_blocks_due').on(t.tenantId, t.channelId).where(sql`wanted <> actual`),
    ...tenantPolicies(),
  ],
);

/** A number and a LID that are one person nobody here has talked to yet: whoever of the two writes first is known by both. */
export const identityPairs = pgTable(
  'identity_pairs',
  {
    tenantId: tenantId().references(() => tenants.id),
    lid: providerText('lid').notNull(),
    phone: providerText('phone').notNull(),
    seenAt: at('seen_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.lid] }),
    index('identity_pairs_phone').on(t.tenantId, t.phone),
    ...tenantPolicies(),
  ],
);

/** Two contacts that turned out to be one person: who went into whom, and what the lost one was. */
export const contactMerges = pgTable(
  'contact_merges',
  {
    tenantId: tenantId(),
    id: id(),
    contactId: uuid('contact_id').notNull(),
    lostContactId: uuid('lost_contact_id').notNull(),
    lostName: text('lost_name').notNull(),
    lostPhone: text('lost_phone'),
    /** Identities and protocols that were the lost one's. */
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
    mergedAt: at('merged_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }).onDelete(
      'cascade',
    ),
    index('contact_merges_contact').on(t.tenantId, t.contactId, t.mergedAt),
    index('contact_merges_lost').on(t.tenantId, t.lostContactId),
    ...tenantPolicies(),
  ],
);
