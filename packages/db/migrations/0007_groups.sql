CREATE TABLE "contact_merges" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"lost_contact_id" uuid NOT NULL,
	"lost_name" text NOT NULL,
	"lost_phone" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merged_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_merges_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "contact_merges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identity_pairs" (
	"tenant_id" uuid NOT NULL,
	"lid" text collate "C" NOT NULL,
	"phone" text collate "C" NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_pairs_tenant_id_lid_pk" PRIMARY KEY("tenant_id","lid")
);
--> statement-breakpoint
ALTER TABLE "identity_pairs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "group_members" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"remote_chat" text collate "C" NOT NULL,
	"member" text collate "C" NOT NULL,
	"lid" text collate "C",
	"phone" text collate "C",
	"role" text NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_members_tenant_id_channel_id_remote_chat_member_pk" PRIMARY KEY("tenant_id","channel_id","remote_chat","member"),
	CONSTRAINT "group_members_role" CHECK (role in ('member', 'admin', 'owner')),
	CONSTRAINT "group_members_someone" CHECK (lid is not null or phone is not null)
);
--> statement-breakpoint
ALTER TABLE "group_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "groups" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"remote_chat" text collate "C" NOT NULL,
	"subject" text,
	"description" text,
	"is_announcement" boolean DEFAULT false NOT NULL,
	"is_member" boolean DEFAULT true NOT NULL,
	"known_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_tenant_id_channel_id_remote_chat_pk" PRIMARY KEY("tenant_id","channel_id","remote_chat")
);
--> statement-breakpoint
ALTER TABLE "groups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "message_receipts" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"member" text collate "C" NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_receipts_tenant_id_message_id_member_pk" PRIMARY KEY("tenant_id","message_id","member"),
	CONSTRAINT "message_receipts_state" CHECK (state in ('delivered', 'read', 'played'))
);
--> statement-breakpoint
ALTER TABLE "message_receipts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ticket_redirects" (
	"tenant_id" uuid NOT NULL,
	"lost_ticket_id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	CONSTRAINT "ticket_redirects_tenant_id_lost_ticket_id_pk" PRIMARY KEY("tenant_id","lost_ticket_id")
);
--> statement-breakpoint
ALTER TABLE "ticket_redirects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "contact_identities" DROP CONSTRAINT "contact_identities_kind";--> statement-breakpoint
ALTER TABLE "ticket_logs" DROP CONSTRAINT "ticket_logs_type";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "takes_groups" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "is_group" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "author_contact_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "participant" text collate "C";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "mentions" jsonb;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_pairs" ADD CONSTRAINT "identity_pairs_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group" FOREIGN KEY ("tenant_id","channel_id","remote_chat") REFERENCES "public"."groups"("tenant_id","channel_id","remote_chat") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_receipts" ADD CONSTRAINT "message_receipts_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_redirects" ADD CONSTRAINT "ticket_redirects_tenant_id_ticket_id_tickets_tenant_id_id_fk" FOREIGN KEY ("tenant_id","ticket_id") REFERENCES "public"."tickets"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_merges_contact" ON "contact_merges" USING btree ("tenant_id","contact_id","merged_at");--> statement-breakpoint
CREATE INDEX "contact_merges_lost" ON "contact_merges" USING btree ("tenant_id","lost_contact_id");--> statement-breakpoint
CREATE INDEX "identity_pairs_phone" ON "identity_pairs" USING btree ("tenant_id","phone");--> statement-breakpoint
CREATE INDEX "ticket_redirects_ticket" ON "ticket_redirects" USING btree ("tenant_id","ticket_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_author_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","author_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_author" ON "messages" USING btree ("tenant_id","author_contact_id") WHERE author_contact_id is not null;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD CONSTRAINT "contact_identities_kind" CHECK (kind in ('phone', 'lid', 'username', 'group'));--> statement-breakpoint
ALTER TABLE "ticket_logs" ADD CONSTRAINT "ticket_logs_type" CHECK (type in ('created', 'accepted', 'returned', 'closed', 'reopened', 'merged'));--> statement-breakpoint
CREATE POLICY "tenant" ON "contact_merges" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "contact_merges" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "identity_pairs" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "identity_pairs" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "group_members" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "group_members" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "groups" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "groups" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "message_receipts" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "message_receipts" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "ticket_redirects" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "ticket_redirects" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);