CREATE TABLE "recipient_checks" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"phone" text collate "C" NOT NULL,
	"state" text NOT NULL,
	"jid" text collate "C",
	"lid" text collate "C",
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp (3) with time zone,
	CONSTRAINT "recipient_checks_tenant_id_channel_id_phone_pk" PRIMARY KEY("tenant_id","channel_id","phone"),
	CONSTRAINT "recipient_checks_state" CHECK (state in ('due', 'exists', 'missing'))
);
--> statement-breakpoint
ALTER TABLE "recipient_checks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "restriction" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "restricted_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "restricted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "restriction_source" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "restriction_strikes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "cold_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "cold_failures_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "state_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "target_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "discarded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recipient_checks" ADD CONSTRAINT "recipient_checks_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recipient_checks_due" ON "recipient_checks" USING btree ("tenant_id","channel_id") WHERE state = 'due';--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_target_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","target_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_changes" ON "messages" USING btree ("tenant_id","target_id") WHERE target_id is not null;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_restriction" CHECK (restriction in ('new_chats', 'rate', 'failures', 'warning'));--> statement-breakpoint
CREATE POLICY "tenant" ON "recipient_checks" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "recipient_checks" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);