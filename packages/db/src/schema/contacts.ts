import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, id, now, providerText, tenantId, tenantPolicies } from './columns.ts';
import { tenants } from './tenants.ts';

export const contacts = pgTable(
  'contacts',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    name: text('name').notNull(),
    /** `fallback`: made from the number; `provider`: the profile's name; `person`: written by somebody here, and never overwritten. */
    nameSource: text('name_source', { enum: ['fallback', 'provider', 'person'] })
      .notNull()
      .default('fallback'),
    /** E.164 digits, for display and search; identity itself is `contact_identities`. */
    phone: text('phone'),
    /** What search looks through, kept because taking accents off costs more than reading. */
    words: text('words').generatedAlwaysAs(sql`search_text(name, phone)`),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    check('contacts_name_source', sql`name_source in ('fallback', 'provider', 'person')`),
    index('contacts_search').using('gin', sql`${t.words} gin_trgm_ops`),
    ...tenantPolicies(),
  ],
);

/** Every way in which one person shows up. The key makes "two contacts for one number" impossible. */
export const contactIdentities = pgTable(
  'contact_identities',
  {
    tenantId: tenantId(),
    kind: text('kind', { enum: ['phone', 'lid'] }).notNull(),
    value: providerText('value').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.value] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }).onDelete(
      'cascade',
    ),
    index('contact_identities_contact').on(t.tenantId, t.contactId),
    check('contact_identities_kind', sql`kind in ('phone', 'lid')`),
    ...tenantPolicies(),
  ],
);
