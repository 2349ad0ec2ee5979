CREATE TABLE "channel_numbers" (
	"tenant_id" uuid NOT NULL,
	"phone" text collate "C" NOT NULL,
	"channel_id" uuid NOT NULL,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_numbers_tenant_id_phone_pk" PRIMARY KEY("tenant_id","phone")
);
--> statement-breakpoint
ALTER TABLE "channel_numbers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_alerts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "channel_alerts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "channel_alerts_kind" CHECK (kind in ('down', 'logged_out', 'replaced', 'banned', 'outdated', 'restricted', 'undecryptable', 'lag'))
);
--> statement-breakpoint
ALTER TABLE "channel_alerts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_health" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"last_inbound_at" timestamp (3) with time zone,
	"last_outbound_at" timestamp (3) with time zone,
	"ingest_lag_ms" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_health_tenant_id_channel_id_pk" PRIMARY KEY("tenant_id","channel_id")
);
--> statement-breakpoint
ALTER TABLE "channel_health" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_hours" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"inbound" integer DEFAULT 0 NOT NULL,
	"outbound" integer DEFAULT 0 NOT NULL,
	"reconnects" integer DEFAULT 0 NOT NULL,
	"undecryptable" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "channel_hours_tenant_id_channel_id_hour_pk" PRIMARY KEY("tenant_id","channel_id","hour")
);
--> statement-breakpoint
ALTER TABLE "channel_hours" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_incidents" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "channel_incidents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "channel_incidents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "platform_settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "platform_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "color" text DEFAULT '#188a5b' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "pairing_phone" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "pairing_code" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "read_receipts" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "call_policy" text DEFAULT 'ignore' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "call_text" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "proxy" "bytea";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "proxy_label" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "connection_rev" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "max_channels" integer;--> statement-breakpoint
ALTER TABLE "channel_numbers" ADD CONSTRAINT "channel_numbers_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_alerts" ADD CONSTRAINT "channel_alerts_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_health" ADD CONSTRAINT "channel_health_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_hours" ADD CONSTRAINT "channel_hours_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_incidents" ADD CONSTRAINT "channel_incidents_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channel_numbers_phone" ON "channel_numbers" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "channel_numbers_channel" ON "channel_numbers" USING btree ("tenant_id","channel_id");--> statement-breakpoint
CREATE UNIQUE INDEX "channel_alerts_open" ON "channel_alerts" USING btree ("tenant_id","channel_id","kind") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "channel_incidents_open" ON "channel_incidents" USING btree ("tenant_id","channel_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "channel_incidents_latest" ON "channel_incidents" USING btree ("tenant_id","channel_id","started_at");--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_color" CHECK (color ~ '^#[0-9a-f]{6}$');--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_call_policy" CHECK (call_policy in ('ignore', 'reject'));--> statement-breakpoint
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_max_channels" CHECK (max_channels >= 0);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_numbers" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_numbers" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_alerts" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_alerts" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_health" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_health" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_hours" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_hours" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_incidents" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_incidents" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "readers" ON "platform_settings" AS PERMISSIVE FOR SELECT TO "tiktickets_app" USING (true);--> statement-breakpoint
CREATE POLICY "platform" ON "platform_settings" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
-- Numbers that are paired already; of two channels with the same one, the older keeps it.
insert into channel_numbers (tenant_id, phone, channel_id)
select tenant_id, phone, id from channels where phone is not null and state <> 'logged_out' order by created_at
on conflict do nothing;
