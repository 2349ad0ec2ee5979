CREATE TABLE "media_renditions" (
	"tenant_id" uuid NOT NULL,
	"media_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"storage_key" text NOT NULL,
	"sha256" text NOT NULL,
	"mimetype" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "media_renditions_tenant_id_media_id_kind_pk" PRIMARY KEY("tenant_id","media_id","kind"),
	CONSTRAINT "media_renditions_kind" CHECK (kind in ('thumbnail', 'playable'))
);
--> statement-breakpoint
ALTER TABLE "media_renditions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "prepare" text;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "prepare_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "deleted_messages" text DEFAULT 'keep' NOT NULL;--> statement-breakpoint
ALTER TABLE "media_renditions" ADD CONSTRAINT "media_renditions_tenant_id_media_id_media_tenant_id_id_fk" FOREIGN KEY ("tenant_id","media_id") REFERENCES "public"."media"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "media_renditions_stored_file" ON "media_renditions" USING btree ("tenant_id","storage_key");--> statement-breakpoint
CREATE INDEX "media_stored_file" ON "media" USING btree ("tenant_id","storage_key") WHERE storage_key is not null;--> statement-breakpoint
CREATE INDEX "media_prepare" ON "media" USING btree ("id") WHERE prepare = 'due';--> statement-breakpoint
CREATE INDEX "media_unsent" ON "media" USING btree ("created_at") WHERE message_id is null;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_prepare" CHECK (prepare in ('due', 'done', 'failed'));--> statement-breakpoint
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_deleted_messages" CHECK (deleted_messages in ('keep', 'hide'));--> statement-breakpoint
CREATE POLICY "tenant" ON "media_renditions" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "media_renditions" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);