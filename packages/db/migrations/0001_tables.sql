CREATE TABLE "audit" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"entity_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"correlation_id" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_credentials" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"value" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_credentials_tenant_id_channel_id_pk" PRIMARY KEY("tenant_id","channel_id")
);
--> statement-breakpoint
ALTER TABLE "channel_credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channel_keys" (
	"tenant_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"type" text collate "C" NOT NULL,
	"key_id" text collate "C" NOT NULL,
	"value" "bytea" NOT NULL,
	CONSTRAINT "channel_keys_tenant_id_channel_id_type_key_id_pk" PRIMARY KEY("tenant_id","channel_id","type","key_id")
);
--> statement-breakpoint
ALTER TABLE "channel_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "channels" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text DEFAULT 'whatsapp' NOT NULL,
	"name" text NOT NULL,
	"shard" smallint NOT NULL,
	"queue_id" uuid,
	"desired" text DEFAULT 'off' NOT NULL,
	"state" text DEFAULT 'disconnected' NOT NULL,
	"reason" text,
	"qr" text,
	"phone" text,
	"lid" text,
	"profile_name" text,
	"rev" bigint DEFAULT 1 NOT NULL,
	"state_changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"complete_until" timestamp (3) with time zone,
	"reopen_window_s" integer DEFAULT 600 NOT NULL,
	"rate_ms" integer DEFAULT 100 NOT NULL,
	"burst_ms" integer DEFAULT 2000 NOT NULL,
	"tat" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "channels_kind" CHECK (kind in ('whatsapp')),
	CONSTRAINT "channels_shard_range" CHECK (shard between 0 and 63),
	CONSTRAINT "channels_desired" CHECK (desired in ('on', 'off', 'logout')),
	CONSTRAINT "channels_state" CHECK (state in ('disconnected', 'connecting', 'qr', 'pairing', 'connected', 'reconnecting', 'logged_out', 'replaced', 'banned'))
);
--> statement-breakpoint
ALTER TABLE "channels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "session_shards" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"owner" uuid,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone DEFAULT '-infinity' NOT NULL,
	CONSTRAINT "session_shards_epoch" UNIQUE("shard","epoch")
);
--> statement-breakpoint
ALTER TABLE "session_shards" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"draining" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contact_identities" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text collate "C" NOT NULL,
	"contact_id" uuid NOT NULL,
	CONSTRAINT "contact_identities_tenant_id_kind_value_pk" PRIMARY KEY("tenant_id","kind","value"),
	CONSTRAINT "contact_identities_kind" CHECK (kind in ('phone', 'lid'))
);
--> statement-breakpoint
ALTER TABLE "contact_identities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contacts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_source" text DEFAULT 'fallback' NOT NULL,
	"phone" text,
	"words" text GENERATED ALWAYS AS (search_text(name, phone)) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contacts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "contacts_name_source" CHECK (name_source in ('fallback', 'provider', 'person'))
);
--> statement-breakpoint
ALTER TABLE "contacts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "media" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"message_id" uuid,
	"uploaded_by" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"failure" text,
	"reference" jsonb,
	"storage_key" text,
	"sha256" text,
	"mimetype" text NOT NULL,
	"file_name" text,
	"size_bytes" bigint,
	"width" integer,
	"height" integer,
	"seconds" integer,
	"is_gif" boolean DEFAULT false NOT NULL,
	"waveform" text,
	"thumbnail" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "media_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "media_state" CHECK (state in ('due', 'stored', 'failed')),
	CONSTRAINT "media_stored" CHECK ((state = 'stored') = (storage_key is not null))
);
--> statement-breakpoint
ALTER TABLE "media" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inbound_journal" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"remote_chat" text collate "C" NOT NULL,
	"remote_id" text collate "C" NOT NULL,
	"from_me" boolean NOT NULL,
	"envelope" jsonb NOT NULL,
	"content" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ingested_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	CONSTRAINT "inbound_journal_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "inbound_journal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "message_edits" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"body" text,
	"edited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_edits_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "message_edits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "message_reactions" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"author" text collate "C" NOT NULL,
	"emoji" text NOT NULL,
	"reacted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_reactions_tenant_id_message_id_author_pk" PRIMARY KEY("tenant_id","message_id","author")
);
--> statement-breakpoint
ALTER TABLE "message_reactions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"attendance_id" uuid,
	"channel_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"raw_kind" text,
	"body" text,
	"raw" "bytea",
	"remote_chat" text collate "C" NOT NULL,
	"remote_id" text collate "C" NOT NULL,
	"from_me" boolean NOT NULL,
	"client_id" text,
	"details" jsonb,
	"quoted" jsonb,
	"is_forwarded" boolean DEFAULT false NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"user_id" uuid,
	"state" text,
	"failure" text,
	"rev" bigint DEFAULT 1 NOT NULL,
	"seq" bigint,
	"priority" smallint DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"epoch" bigint,
	"read_receipt" text,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "messages_direction" CHECK (direction in ('in', 'out')),
	CONSTRAINT "messages_state" CHECK (state in ('queued', 'sending', 'sent', 'delivered', 'read', 'played', 'failed')),
	CONSTRAINT "messages_state_of_direction" CHECK ((direction = 'out') = (state is not null)),
	CONSTRAINT "messages_read_receipt" CHECK (read_receipt in ('due', 'sent'))
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "queues" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"color" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "queues_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "queues" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "user_queues" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"queue_id" uuid NOT NULL,
	CONSTRAINT "user_queues_tenant_id_user_id_queue_id_pk" PRIMARY KEY("tenant_id","user_id","queue_id")
);
--> statement-breakpoint
ALTER TABLE "user_queues" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"role" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "users_role" CHECK (role in ('agent', 'supervisor', 'admin'))
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'America/Sao_Paulo' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"ticket_number" bigint DEFAULT 0 NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_status" CHECK (status in ('active', 'suspended'))
);
--> statement-breakpoint
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "attendances" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"queue_id" uuid,
	"user_id" uuid,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"queued_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"first_response_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"close_reason" text,
	"closed_by" uuid,
	CONSTRAINT "attendances_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "attendances" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ticket_logs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ticket_id" uuid NOT NULL,
	"attendance_number" integer,
	"type" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ticket_logs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "ticket_logs_type" CHECK (type in ('created', 'accepted', 'returned', 'closed', 'reopened'))
);
--> statement-breakpoint
ALTER TABLE "ticket_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tickets" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"channel_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"remote_chat" text collate "C" NOT NULL,
	"state" text NOT NULL,
	"queue_id" uuid,
	"user_id" uuid,
	"is_group" boolean DEFAULT false NOT NULL,
	"unread_count" integer DEFAULT 0 NOT NULL,
	"rev" bigint DEFAULT 1 NOT NULL,
	"attendance_id" uuid,
	"attendance_number" integer DEFAULT 0 NOT NULL,
	"attendance_opened_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_message_id" uuid,
	"last_kind" text,
	"last_direction" text,
	"last_preview" text,
	"last_state" text,
	"outbound_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tickets_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tickets_state" CHECK (state in ('pending', 'open', 'closed')),
	CONSTRAINT "tickets_owner" CHECK ((state = 'open') = (user_id is not null) or is_group or state = 'closed'),
	CONSTRAINT "tickets_unread" CHECK (unread_count >= 0)
);
--> statement-breakpoint
ALTER TABLE "tickets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_credentials" ADD CONSTRAINT "channel_credentials_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_keys" ADD CONSTRAINT "channel_keys_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_tenant_id_queue_id_queues_tenant_id_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD CONSTRAINT "contact_identities_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_tenant_id_ticket_id_tickets_tenant_id_id_fk" FOREIGN KEY ("tenant_id","ticket_id") REFERENCES "public"."tickets"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_tenant_id_uploaded_by_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","uploaded_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_journal" ADD CONSTRAINT "inbound_journal_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_edits" ADD CONSTRAINT "message_edits_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reactions" ADD CONSTRAINT "message_reactions_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_ticket_id_tickets_tenant_id_id_fk" FOREIGN KEY ("tenant_id","ticket_id") REFERENCES "public"."tickets"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_attendance_id_attendances_tenant_id_id_fk" FOREIGN KEY ("tenant_id","attendance_id") REFERENCES "public"."attendances"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_queues" ADD CONSTRAINT "user_queues_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_queues" ADD CONSTRAINT "user_queues_tenant_id_queue_id_queues_tenant_id_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_tenant_id_ticket_id_tickets_tenant_id_id_fk" FOREIGN KEY ("tenant_id","ticket_id") REFERENCES "public"."tickets"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_tenant_id_queue_id_queues_tenant_id_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_tenant_id_closed_by_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","closed_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_logs" ADD CONSTRAINT "ticket_logs_tenant_id_ticket_id_tickets_tenant_id_id_fk" FOREIGN KEY ("tenant_id","ticket_id") REFERENCES "public"."tickets"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_tenant_id_queue_id_queues_tenant_id_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "channels_shard" ON "channels" USING btree ("shard");--> statement-breakpoint
CREATE INDEX "contact_identities_contact" ON "contact_identities" USING btree ("tenant_id","contact_id");--> statement-breakpoint
CREATE INDEX "contacts_search" ON "contacts" USING gin ("words" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "media_message" ON "media" USING btree ("tenant_id","message_id");--> statement-breakpoint
CREATE INDEX "media_due" ON "media" USING btree ("tenant_id","channel_id","id") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "media_ticket" ON "media" USING btree ("tenant_id","ticket_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_journal_provider" ON "inbound_journal" USING btree ("tenant_id","channel_id","remote_id","remote_chat","from_me");--> statement-breakpoint
CREATE INDEX "inbound_journal_waiting" ON "inbound_journal" USING btree ("tenant_id","channel_id","id") WHERE ingested_at is null;--> statement-breakpoint
CREATE INDEX "inbound_journal_received" ON "inbound_journal" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "message_edits_message" ON "message_edits" USING btree ("tenant_id","message_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_provider" ON "messages" USING btree ("tenant_id","channel_id","remote_id","remote_chat","from_me");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_client" ON "messages" USING btree ("tenant_id","ticket_id","client_id") WHERE client_id is not null;--> statement-breakpoint
CREATE INDEX "messages_page" ON "messages" USING btree ("tenant_id","ticket_id","id");--> statement-breakpoint
CREATE INDEX "messages_outbox" ON "messages" USING btree ("tenant_id","channel_id","priority","id") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "messages_outbox_conversation" ON "messages" USING btree ("tenant_id","ticket_id","seq") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "messages_read_due" ON "messages" USING btree ("tenant_id","channel_id") WHERE read_receipt = 'due';--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("tenant_id","ticket_id") WHERE direction = 'in' and read_receipt is null;--> statement-breakpoint
CREATE UNIQUE INDEX "queues_name" ON "queues" USING btree ("tenant_id",lower("name"));--> statement-breakpoint
CREATE INDEX "sessions_id" ON "sessions" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "attendances_number" ON "attendances" USING btree ("tenant_id","ticket_id","number");--> statement-breakpoint
CREATE INDEX "attendances_opened" ON "attendances" USING btree ("tenant_id","opened_at");--> statement-breakpoint
CREATE INDEX "ticket_logs_ticket" ON "ticket_logs" USING btree ("tenant_id","ticket_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_one" ON "tickets" USING btree ("tenant_id","contact_id","channel_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_number" ON "tickets" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "tickets_list" ON "tickets" USING btree ("tenant_id","state","last_at","id");--> statement-breakpoint
CREATE INDEX "tickets_of_user" ON "tickets" USING btree ("tenant_id","user_id","state","last_at","id");--> statement-breakpoint
CREATE INDEX "tickets_live" ON "tickets" USING btree ("tenant_id","queue_id","user_id") WHERE state <> 'closed';--> statement-breakpoint
CREATE POLICY "tenant" ON "audit" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "audit" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_credentials" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_credentials" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channel_keys" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channel_keys" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "channels" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "channels" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "processes" ON "session_shards" AS PERMISSIVE FOR ALL TO "tiktickets_app", "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "processes" ON "workers" AS PERMISSIVE FOR ALL TO "tiktickets_app", "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "contact_identities" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "contact_identities" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "contacts" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "contacts" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "media" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "media" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "inbound_journal" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "inbound_journal" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "message_edits" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "message_edits" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "message_reactions" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "message_reactions" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "messages" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "messages" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "queues" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "queues" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "sessions" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "sessions" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "user_queues" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "user_queues" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "users" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "users" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "tenants" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (id = app_tenant()) WITH CHECK (id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "tenants" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "attendances" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "attendances" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "ticket_logs" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "ticket_logs" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "tickets" AS PERMISSIVE FOR ALL TO "tiktickets_app" USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
CREATE POLICY "platform" ON "tickets" AS PERMISSIVE FOR ALL TO "tiktickets_platform" USING (true) WITH CHECK (true);