import { z } from "zod";
import type { TypeRef } from "../../model/data.ts";
import { CONTENT_CLASSES, type SnapshotData } from "../../model/snapshot.ts";
import { workloadSchema } from "./workload-schema.ts";

/** The shape of a snapshot, held to `SnapshotData` by the compiler. Unknown fields are passed over: a later minor version may add some. */
const text = z.string();
const texts = z.array(text);
const maybe = text.nullable();
const settings = z.record(text, text);
const integer = z.number().int();
const count = z.number().nonnegative();
const relationName = z.tuple([text, text]);
const columnName = z.tuple([text, text, maybe]);
const origin = z.enum(["user", "extension"]);
const location = z.object({ file: text, line: integer.min(1), column: integer.min(1).exactOptional() });
const decimal = text.regex(/^-?\d+$/);

const grants = z.array(z.object({ grantee: text, privileges: texts, grantable: z.boolean() }));
const named = { name: text, comment: maybe };
const owned = { ...named, owner: text, origin, grants };

const typeRef: z.ZodType<TypeRef> = z.object({
  schema: text,
  name: text,
  modifiers: z.array(integer),
  array: z.boolean(),
  text,
  get over() {
    return typeRef.nullable();
  },
});

const column = z.object({
  ...named,
  type: typeRef,
  notNull: z.boolean(),
  collation: maybe,
  default: maybe,
  generated: z.enum(["stored", "virtual", "identity always", "identity default"]).nullable(),
  local: z.boolean(),
  reads: texts,
  grants,
});

const index = z.object({
  ...named,
  method: text,
  unique: z.boolean(),
  nullsNotDistinct: z.boolean(),
  valid: z.boolean(),
  ready: z.boolean(),
  keys: z.array(
    z.object({
      column: maybe,
      expression: maybe,
      collation: maybe,
      opclass: z.object({ schema: text, name: text, default: z.boolean() }),
      descending: z.boolean(),
      nullsFirst: z.boolean(),
    }),
  ),
  include: texts,
  predicate: maybe,
  constraint: maybe,
  clustered: z.boolean(),
  replicaIdentity: z.boolean(),
  partitionOf: z.tuple([text, text, text]).nullable(),
  settings,
  tablespace: maybe,
  reads: texts,
  // Last, as the reader writes it: the hash of a catalog is that of its text.
  building: z.literal(true).exactOptional(),
});

const action = z.enum(["no action", "restrict", "cascade", "set null", "set default"]);
const constraint = z.object({
  ...named,
  type: z.enum(["primary", "unique", "foreign", "check", "exclusion", "not null"]),
  columns: texts,
  validated: z.boolean(),
  enforced: z.boolean(),
  deferrable: z.boolean(),
  deferred: z.boolean(),
  local: z.boolean(),
  temporal: z.boolean(),
  definition: maybe,
  index: maybe,
  target: z
    .object({
      table: relationName,
      columns: texts,
      onDelete: action,
      onUpdate: action,
      match: z.enum(["simple", "full", "partial"]),
      setColumns: texts,
    })
    .nullable(),
  unchecked: z.literal(true).exactOptional(),
});

const trigger = z.object({
  ...named,
  routine: relationName,
  fires: z.enum(["origin", "always", "replica", "disabled"]),
  definition: text,
  reads: texts,
});

const policy = z.object({
  ...named,
  permissive: z.boolean(),
  command: z.enum(["all", "select", "insert", "update", "delete"]),
  roles: texts,
  using: maybe,
  check: maybe,
  reads: z.array(columnName),
});

const table = z.object({
  ...owned,
  persistence: z.enum(["permanent", "unlogged", "temporary"]),
  foreign: z.boolean(),
  partitioning: z.object({ by: z.enum(["range", "list", "hash"]), key: text, columns: texts }).nullable(),
  partitionBound: maybe,
  parents: z.array(relationName),
  columns: z.array(column),
  indexes: z.array(index),
  constraints: z.array(constraint),
  triggers: z.array(trigger),
  policies: z.array(policy),
  statistics: z.array(z.object({ ...named, columns: texts, definition: text })),
  rls: z.enum(["off", "on", "forced"]),
  replicaIdentity: z.enum(["default", "full", "nothing", "index"]),
  publications: texts,
  settings,
  tablespace: maybe,
});

const view = z.object({
  ...owned,
  materialized: z.boolean(),
  columns: z.array(z.object({ name: text, type: typeRef, comment: maybe })),
  definition: text,
  reads: z.array(columnName),
  indexes: z.array(index),
  settings,
});

const routine = z.object({
  ...owned,
  arguments: text,
  kind: z.enum(["function", "procedure", "aggregate", "window"]),
  result: maybe,
  language: text,
  securityDefiner: z.boolean(),
  volatility: z.enum(["immutable", "stable", "volatile"]),
  body: maybe,
  settings,
  reads: z.array(columnName),
});

const sequence = z.object({
  ...owned,
  type: z.enum(["smallint", "integer", "bigint"]),
  start: decimal,
  increment: decimal,
  min: decimal,
  max: decimal,
  cycle: z.boolean(),
  ownedBy: columnName.nullable(),
  identity: z.boolean(),
});

const type = z.object({
  ...owned,
  form: z.discriminatedUnion("is", [
    z.object({ is: z.literal("enum"), labels: texts }),
    z.object({
      is: z.literal("domain"),
      over: typeRef,
      notNull: z.boolean(),
      default: maybe,
      checks: z.array(z.object({ name: text, definition: text })),
    }),
    z.object({ is: z.literal("composite"), columns: z.array(z.object({ name: text, type: typeRef })) }),
    z.object({ is: z.literal("range"), over: typeRef }),
  ]),
});

const schema = z.object({
  ...owned,
  tables: z.array(table),
  views: z.array(view),
  routines: z.array(routine),
  sequences: z.array(sequence),
  types: z.array(type),
});

const tableStats = z.object({
  schema: text,
  name: text,
  rows: count.nullable(),
  bytes: count,
  deadRows: count.nullable(),
  seqScans: count.nullable(),
  writes: count.nullable(),
  columns: z.array(
    z.object({ name: text, nullFraction: z.number(), distinct: z.number(), correlation: z.number().nullable(), width: count }),
  ),
  indexes: z.array(z.object({ name: text, bytes: count, scans: count.nullable() })),
});

const stats = z.object({
  window: z.object({ since: maybe, until: text }),
  standbysIncluded: z.boolean(),
  tables: z.array(tableStats),
  sequences: z.array(z.object({ schema: text, name: text, last: decimal.nullable() })),
});

const sample = z.object({
  limit: count,
  tables: z.array(
    z.object({
      schema: text,
      name: text,
      columns: z.array(
        z.object({
          name: text,
          values: count,
          classes: z.partialRecord(z.enum(CONTENT_CLASSES), count),
          lengthMedian: count,
          lengthP95: count,
          distinct: count,
        }),
      ),
    }),
  ),
});

const KINDS = [
  "database",
  "schema",
  "table",
  "column",
  "index",
  "constraint",
  "view",
  "sequence",
  "routine",
  "trigger",
  "policy",
  "type",
  "statistics",
  "statement",
] as const;

export const snapshotSchema: z.ZodType<SnapshotData> = z.object({
  takenAt: text,
  source: z.object({ kind: z.enum(["live", "sql", "migrations", "snapshot"]), name: text, statements: count.nullable() }),
  server: z.object({ version: integer, database: text, standby: z.boolean(), settings, extensions: settings }),
  catalog: z.object({ schemas: z.array(schema) }),
  stats: stats.nullable(),
  // Files that were written before there were samples have none.
  sample: sample.nullable().default(null),
  workload: workloadSchema.nullable().default(null),
  locations: z.array(z.object({ object: z.object({ kind: z.enum(KINDS), path: texts }), at: location })),
  suppressions: z
    .array(z.object({ rules: texts, reason: maybe, until: maybe, file: text, line: integer, from: integer, to: integer.nullable() }))
    .default([]),
  gaps: z.array(
    z.object({
      what: z.enum(["statement", "object", "statistics", "file", "extension", "rows"]),
      subject: text,
      reason: text,
      at: location.nullable(),
      affects: texts,
    }),
  ),
});
