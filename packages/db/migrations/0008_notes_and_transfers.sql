ALTER TABLE "messages" DROP CONSTRAINT "messages_direction";--> statement-breakpoint
ALTER TABLE "ticket_logs" DROP CONSTRAINT "ticket_logs_type";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_direction" CHECK (direction in ('in', 'out', 'note'));--> statement-breakpoint
ALTER TABLE "ticket_logs" ADD CONSTRAINT "ticket_logs_type" CHECK (type in ('created', 'accepted', 'returned', 'transferred', 'closed', 'reopened', 'merged'));