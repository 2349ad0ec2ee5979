create sequence events_seq;--> statement-breakpoint
-- The feed's log: facts, not rows. `xid` orders it by commit, which a sequence cannot.
create table events (
  tenant_id uuid not null,
  seq bigint not null default nextval('events_seq'),
  xid xid8 not null default pg_current_xact_id(),
  type text not null check (type in ('ticket', 'channel')),
  entity_id uuid not null,
  message_ids uuid[] not null default '{}',
  at timestamptz not null default now()
) partition by range (at);--> statement-breakpoint
create index events_feed on events (tenant_id, xid, seq);--> statement-breakpoint
alter table events enable row level security;--> statement-breakpoint
create policy tenant on events to tiktickets_app using (tenant_id = app_tenant()) with check (tenant_id = app_tenant());--> statement-breakpoint
create policy platform on events to tiktickets_platform using (true) with check (true);--> statement-breakpoint
create table events_default partition of events default;--> statement-breakpoint
alter table events_default enable row level security;--> statement-breakpoint
-- Makes the partitions of the coming days and drops what is older than 48 hours. Needs the owner's rights, so it carries them.
create function roll_event_partitions() returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  day date;
  old record;
begin
  perform pg_advisory_xact_lock(7041);
  for day in select generate_series(current_date, current_date + 2, interval '1 day')::date loop
    if to_regclass(format('public.events_%s', to_char(day, 'YYYYMMDD'))) is null
       and not exists (select from public.events_default where at >= day and at < day + 1) then
      execute format('create table public.events_%s partition of public.events for values from (%L) to (%L)',
                     to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
      -- Reached through the parent, whose policies rule; by its own name a partition shows nothing.
      execute format('alter table public.events_%s enable row level security', to_char(day, 'YYYYMMDD'));
    end if;
  end loop;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.events'::regclass and c.relname ~ '^events_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 < current_date - 1
  loop
    execute format('drop table public.%I', old.relname);
  end loop;
  delete from public.events_default where at < now() - interval '48 hours';
end $$;--> statement-breakpoint
revoke execute on function roll_event_partitions() from public;--> statement-breakpoint
grant execute on function roll_event_partitions() to tiktickets_platform;--> statement-breakpoint
-- `like` is not leakproof, so under row-level security it cannot use an index. This view belongs to the tables' owner and carries the tenant itself.
create view contact_search as select tenant_id, id, words from contacts where tenant_id = app_tenant();--> statement-breakpoint
grant select on contact_search to tiktickets_app;--> statement-breakpoint
revoke insert, update, delete on contact_search from tiktickets_app, tiktickets_platform;--> statement-breakpoint
create table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint);--> statement-breakpoint
insert into session_shards (shard) select generate_series(0, 63);
