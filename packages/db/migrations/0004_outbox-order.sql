DROP INDEX "messages_outbox";--> statement-breakpoint
CREATE INDEX "messages_outbox_conversation" ON "messages" USING btree ("tenant_id","ticket_id","seq") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "messages_outbox" ON "messages" USING btree ("tenant_id","channel_id","priority","id") WHERE state in ('queued', 'sending');