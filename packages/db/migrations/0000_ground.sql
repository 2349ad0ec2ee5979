create extension if not exists pg_trgm;--> statement-breakpoint
create extension if not exists unaccent;--> statement-breakpoint
revoke create on schema public from public;--> statement-breakpoint
alter default privileges in schema public grant select, insert, update, delete on tables to tiktickets_app, tiktickets_platform;--> statement-breakpoint
alter default privileges in schema public grant usage, select on sequences to tiktickets_app, tiktickets_platform;--> statement-breakpoint
create schema if not exists bullmq;--> statement-breakpoint
grant usage, create on schema bullmq to tiktickets_platform;--> statement-breakpoint
-- The tenant of the present transaction. Once a pooled connection has had one, an unset setting reads '' and not null.
create function app_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;--> statement-breakpoint
-- Lower case without accents, so that "jose" finds "José"; digits of the phone beside it.
create function search_text(name text, phone text) returns text language sql immutable parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, coalesce(name, ''))) || ' ' || coalesce(phone, '');
