CREATE TABLE "contact_blocks" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"wanted" boolean NOT NULL,
	"actual" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_blocks_tenant_id_contact_id_channel_id_pk" PRIMARY KEY("tenant_id","contact_id","channel_id")
);
--> statement-breakpoint
ALTER TABLE "contact_blocks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "history_parts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"remote_id" text collate "C" NOT NULL,
	"content" "bytea",
	"percent" smallint,
	"state" text DEFAULT 'due' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"next_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "history_parts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "history_parts_state" CHECK (state in ('due', 'done', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "history_parts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "poll_votes" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"poll_remote_id" text collate "C" NOT NULL,
	"voter" text collate "C" NOT NULL,
	"options" jsonb,
	"sealed" jsonb,
	"voted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "poll_votes_tenant_id_channel_id_poll_remote_id_voter_pk" PRIMARY KEY("tenant_id","channel_id","poll_remote_id","voter"),
	CONSTRAINT "poll_votes_options" CHECK ((options is null) = (sealed is not null))
);
--> statement-breakpoint
ALTER TABLE "poll_votes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_name_source";--> statement-breakpoint
ALTER TABLE "media" DROP CONSTRAINT "media_state";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "history_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "history_percent" smallint;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "gap_messages" integer;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "gap_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "gap_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "picture_key" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "picture_due_at" timestamp (3) with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "is_ephemeral" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "is_history" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "album_remote_id" text collate "C";--> statement-breakpoint
ALTER TABLE "contact_blocks" ADD CONSTRAINT "contact_blocks_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_blocks" ADD CONSTRAINT "contact_blocks_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history_parts" ADD CONSTRAINT "history_parts_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_votes" ADD CONSTRAINT "poll_votes_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_blocks_due" ON "contact_blocks" USING btree ("tenant_id","channel_id") WHERE wanted <> actual;--> statement-breakpoint
CREATE UNIQUE INDEX "history_parts_provider" ON "history_parts" USING btree ("tenant_id","channel_id","remote_id");--> statement-breakpoint
CREATE INDEX "history_parts_due" ON "history_parts" USING btree ("tenant_id","channel_id","id") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "contacts_picture_due" ON "contacts" USING btree ("tenant_id","picture_due_at") WHERE picture_due_at is not null;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_history_days" CHECK (history_days between 0 and 3650);--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_history_percent" CHECK (history_percent between 0 and 100);--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_name_source" CHECK (name_source in ('fallback', 'provider', 'business', 'phonebook', 'person'));--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_state" CHECK (state in ('due', 'stored', 'failed', 'remote'));--> statement-breakpoint
CREATE POLICY "tenant" ON "contact_blocks" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "contact_blocks" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "history_parts" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "history_parts" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "poll_votes" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "poll_votes" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);