import { lexicon } from "../names.ts";

/** Words that say which of several rows of one table is meant: `from_account_id`. */
export const ROLES = lexicon(`
  parent from to source origin original target destination dest owner author creator sender receiver recipient assignee manager first last
  default primary secondary billing shipping home away main current previous prev next root old new approver reviewer reporter
`);

/** What is numbered by programs, devices and other people's systems: no table of ours has a row for each of them. */
export const OUTSIDE = lexicon(`
  request trace span correlation session message msg event external ext provider remote process thread transaction txn batch job run
  execution workflow task device object entity resource record row subject ref reference parent owner actor creator version revision
  tracking idempotency key hash token file blob instance node host cluster worker server connection client app application build commit
  block query statement log line sequence operation op activity timer shard partition region zone namespace source target root public
  private unique global local internal legacy old new uid gid pid sid xid oid tx payload snapshot import export upload sync migration
  customer-ref tax vat national passport stripe paypal plaid google facebook github twitter apple slack oauth webhook subscription vin
  enrollment receipt confirmation authorization chat channel thing metric sensor signal series span slot schema table column service visit
`);

/** Tables that nobody joins: copies, queues and what only comes through. */
export const LANDING = lexicon(
  "staging stage tmp temp import raw backup bak outbox inbox queue cache archive deleted old changelog migration",
);

/** Names that mean something else in every table. */
export const GENERAL =
  /^(?:id|parent_?id|owner_?id|source_?id|target_?id|object_?id|entity_?id|resource_?id|ref_?id|reference_?id|group_?id)$/i;
