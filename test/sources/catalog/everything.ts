/**
 * One schema with every kind of object, written so that PostgreSQL 14 to 18 describe it in the same words:
 * views join two relations, since the text of a view over one relation changed in PostgreSQL 16.
 */
export const EVERYTHING = String.raw`
create role reader;
create role "odd ""role"", =x/";
alter schema public owner to postgres;
revoke all on schema public from public;
comment on schema public is 'shared';
create schema app;
create schema "Other schema";
grant usage on schema app to reader;
comment on schema app is 'the application';

create type app.status as enum ('new', 'paid', 'done');
comment on type app.status is 'order states';
create domain app.money_amount as numeric(12,2) default 0 not null check (value >= 0);
create domain app.fee as app.money_amount check (value < 100);
create type app.address as (street text, number int, lines text[]);
create type app.price_range as range (subtype = numeric);

create table app.customers (
  id bigint generated always as identity primary key,
  email varchar(320) not null,
  name text collate "C" default 'nobody',
  first_name text, last_name text,
  full_name text generated always as (first_name || ' ' || last_name) stored,
  created timestamptz(3) not null default now(),
  window_length interval hour to second(2),
  code char(3), bits bit varying(5), flags bit(2),
  scores numeric(5,1)[], tags text[], place app.address,
  constraint email_key unique (email),
  constraint email_shape check (email like '%@%' and char_length(email) > 3)
);
comment on table app.customers is E'people\nwho pay';
comment on column app.customers.email is 'where to write';
comment on constraint email_shape on app.customers is 'cheap check';

create table app.orders (
  id bigserial primary key,
  customer_id bigint not null references app.customers on delete cascade on update restrict deferrable initially deferred,
  status app.status not null default 'new',
  amount app.money_amount,
  fee app.fee,
  fees app.fee[],
  span tstzrange,
  placed date,
  constraint once exclude using gist (span with &&) where (status = 'paid')
) with (fillfactor = 80, autovacuum_enabled = false);
create index orders_customer on app.orders (customer_id);
comment on index app.orders_customer is 'for the key';
create index orders_many on app.orders (status, placed desc nulls last, customer_id nulls first) include (amount) where placed is not null;
create unique index orders_expression on app.orders (lower(fee::text), (amount + fee) desc, id) with (fillfactor = 70);
create index orders_pattern on app.customers (email varchar_pattern_ops, name collate "POSIX", name);
create index orders_hash on app.orders using hash (placed);
alter table app.orders cluster on orders_customer;
alter table app.orders add constraint late foreign key (customer_id) references app.customers (id) not valid;
alter table app.orders add constraint sane check (amount < 1000000) no inherit not valid;
create statistics app.orders_stat (dependencies, ndistinct) on status, placed from app.orders;

create table app.events (id bigint, at timestamptz not null, kind text, primary key (id, at)) partition by range (at);
create table app.events_2024 partition of app.events for values from ('2024-01-01 00:00:00+00') to ('2025-01-01 00:00:00+00');
create table app.events_rest partition of app.events default;
create index events_kind on app.events (kind);
create table app.event_notes (event_id bigint, event_at timestamptz, note text,
  constraint notes_event foreign key (event_id, event_at) references app.events match full);
create table app.hashed (id int, extra int) partition by hash (id, (extra + 1));
create table app.parent (a int, b text);
create table app.child (c int) inherits (app.parent);

create function app.touch() returns trigger language plpgsql as $$ begin new.placed := now(); return new; end $$;
create trigger touch before update of placed, amount on app.orders for each row when (old.status is distinct from new.status)
  execute function app.touch();
create trigger each_event after insert on app.events for each row execute function app.touch();
alter table app.orders disable trigger touch;
create function app.add(a int, b int default 2, out total int) language sql immutable security definer set search_path = pg_catalog
  as 'select $1 + $2';
create procedure app.clean(inout n int) language plpgsql as 'begin n := 1; end';
create function app.bound(wanted bigint) returns bigint language sql stable begin atomic
  select count(o.id) from app.orders o join app.customers c on c.id = o.customer_id where o.id = wanted; end;
create aggregate app.sum_all (int) (sfunc = int4pl, stype = int);
revoke execute on function app.add(int, int) from public;
comment on function app.touch() is 'sets placed';

create view app.paid as
  select o.id, o.amount, c.email from app.orders o join app.customers c on c.id = o.customer_id where o.status = 'paid';
create view app.paid_more with (security_barrier = true) as
  select p.email, c.name from app.paid p join app.customers c on c.email = p.email;
create materialized view app.totals as
  select c.id, sum(o.amount) as total from app.customers c join app.orders o on o.customer_id = c.id group by c.id;
create unique index totals_id on app.totals (id);
comment on column app.paid.email is 'of the customer';

alter table app.customers enable row level security;
alter table app.orders enable row level security;
alter table app.orders force row level security;
create policy own on app.orders as restrictive for select to reader, postgres
  using (exists (select from app.customers c where c.id = orders.customer_id and c.email = current_user));
create policy write on app.orders for insert with check (amount > 0);
grant select, update on app.orders to reader with grant option;
grant insert on app.orders to "odd ""role"", =x/";
grant select on app.orders to public;
grant update (email) on app.customers to reader;

create sequence app.numbers as smallint start 5 increment 5 maxvalue 500 cycle;
create unlogged table app.scratch (id serial);
alter table app.scratch replica identity full;
create table "Other schema"."Odd ""table""" ("select" int primary key, "new
line" text, "*/ drop" text, "ünïcode" text, "a.b" int references "Other schema"."Odd ""table""");
create index "odd index ;--" on "Other schema"."Odd ""table""" ("new
line", (lower("*/ drop")));
create temporary table gone (id int);
alter table app.customers drop column window_length;
create publication pub for table app.orders, app.customers;
`;
