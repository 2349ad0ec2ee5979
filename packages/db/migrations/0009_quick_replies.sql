CREATE TABLE "quick_replies" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid,
	"queue_id" uuid,
	"shortcut" text NOT NULL,
	"body" text NOT NULL,
	"use_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quick_replies_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "quick_replies_scope" CHECK (user_id is null or queue_id is null)
);
--> statement-breakpoint
ALTER TABLE "quick_replies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "quick_replies" ADD CONSTRAINT "quick_replies_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quick_replies" ADD CONSTRAINT "quick_replies_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quick_replies" ADD CONSTRAINT "quick_replies_tenant_id_queue_id_queues_tenant_id_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "quick_replies_personal" ON "quick_replies" USING btree ("tenant_id","user_id","shortcut") WHERE user_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "quick_replies_queue" ON "quick_replies" USING btree ("tenant_id","queue_id","shortcut") WHERE queue_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "quick_replies_company" ON "quick_replies" USING btree ("tenant_id","shortcut") WHERE user_id is null and queue_id is null;--> statement-breakpoint
CREATE POLICY "tenant" ON "quick_replies" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "quick_replies" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);