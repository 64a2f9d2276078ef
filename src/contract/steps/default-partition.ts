import { dollarQuoted, ident, literal, qualified } from "../../facts/identifier.ts";
import type { Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { type PartitionGrid, partitionGrid, startDate } from "./partition-grid.ts";
import { step } from "./step.ts";

/** More partitions than this are not what nobody made in time: the rows have wrong dates. */
const MOST_PARTITIONS = 100;

/**
 * Gives the rows of a default partition partitions of the width that its siblings have, and moves them there, in one
 * transaction. Which ranges are missing is worked out inside the server: no value leaves it. Rows without a key, and those
 * out of the range of years that partitions are made for, stay. Null where something besides the rows would be moved or missed.
 *
 * The rows wait in a temporary table instead of a detached default: DETACH CONCURRENTLY is refused where there is a default, and a
 * plain one locks out every reader of the parent, takes indexes, foreign keys and identities apart, and scans all to attach it again.
 */
export function moveDefaultRows(table: Table, partition: Table, mostRows: number): SqlStep | null {
  const grid = partitionGrid(table);
  if (grid === null || !movesAlone(table)) return null;
  const targets = [...new Set(table.foreignKeys.map(({ target }) => target))];
  const start = startOf(grid, "r");
  const rest = qualified(partition.path);
  return step(
    [
      { change: "attach partition", table },
      { change: "move rows away", table: partition },
      ...targets.map((other) => ({ change: "add foreign key", other }) as const),
    ],
    {
      phase: "backfill",
      why: `Rows of ${partition.name} get the partitions that are missing for them, all at once or not at all. Rows that no partition can be made for stay.`,
      statements: [`DO ${dollarQuoted(moving(table, partition, grid))}`],
      requires: {
        sql: `SELECT (SELECT count(*) FROM (SELECT FROM ONLY ${rest} LIMIT ${mostRows + 1}) AS few) <= ${mostRows} AND (SELECT count(DISTINCT ${start}) FROM ONLY ${rest} AS r) <= ${MOST_PARTITIONS}`,
        because: `${partition.name} has more than ${mostRows} rows, or rows for more than ${MOST_PARTITIONS} partitions`,
      },
      verify: `SELECT NOT EXISTS (SELECT FROM ONLY ${rest} AS r WHERE ${start} IS NOT NULL)`,
      undo: null,
      empties: [partition],
    },
  );
}

/** A moved row is deleted and inserted: triggers would take it for news, a row that refers to it stands in the way, a subscriber lacks the partition. */
function movesAlone(table: Table): boolean {
  const tree = [table, ...table.children];
  return (
    table.foreignKeys.every(({ target }) => target.partitioning === null) &&
    tree.every((each) => each.referencedBy.length + each.triggers.length + each.publications.length === 0 && each.rls === "off") &&
    table.children.every(({ partitioning, foreign, persistence }) => partitioning === null && !foreign && persistence === "permanent")
  );
}

/** Where the partition of a row begins, as a `timestamp` or a `numeric`; null when the row has to stay. */
function startOf({ key, unit, width, start }: PartitionGrid, alias: string): string {
  const value = `${alias}.${ident(key.name)}`;
  if (unit === "numbers") {
    const [least, most] = key.type.name === "int4" ? [-(2n ** 31n), 2n ** 31n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
    const number = `(${start}) + ${width} * pg_catalog.floor((${value}::numeric - (${start})) / ${width})`;
    return `CASE WHEN ${number} BETWEEN ${least} AND ${most - width} THEN ${number} END`;
  }
  const moment = key.type.name === "timestamptz" ? `(${value} AT TIME ZONE 'UTC')` : `${value}::timestamp`;
  const date = startDate(start, unit);
  const passed =
    unit === "days"
      ? `${moment}::date - '${date}'::date`
      : `pg_catalog.date_part('year', ${moment}) * 12 + pg_catalog.date_part('month', ${moment}) - ${start + 1n}`;
  const count = `(${width} * pg_catalog.floor((${passed})::numeric / ${width}))::integer`;
  return `CASE WHEN ${value} >= '0100-01-01' AND ${value} < '9900-01-01' THEN '${date}'::timestamp + pg_catalog.make_interval(${unit} => ${count}) END`;
}

function moving(table: Table, partition: Table, grid: PartitionGrid): string {
  const [parent, rest, schema, prefix] = [qualified(table.path), qualified(partition.path), grid.schema, grid.prefix];
  const quoted = (text: string) => literal(text).trim();
  const numbers = grid.unit === "numbers";
  const end = numbers ? `part.start + ${grid.width}` : `part.start + pg_catalog.make_interval(${grid.unit} => ${grid.width})`;
  const midnight = grid.key.type.name === "timestamptz" ? "YYYY-MM-DD 00:00:00+00" : "YYYY-MM-DD";
  const bound = (value: string) => (numbers ? `(${value})::text` : `pg_catalog.to_char(${value}, '${midnight}')`);
  const name = grid.pattern === null ? "part.start::text" : `pg_catalog.to_char(part.start, '${grid.pattern}')`;
  const start = startOf(grid, "r");
  return `
DECLARE
  parent CONSTANT pg_catalog.regclass := ${quoted(parent)};
  owner CONSTANT name := (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class AS c WHERE c.oid = parent);
  columns text;
  part record;
  wanted text;
  made text;
BEGIN
  LOCK TABLE ONLY ${parent} IN SHARE UPDATE EXCLUSIVE MODE;
  LOCK TABLE ONLY ${rest} IN ACCESS EXCLUSIVE MODE;
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
  FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid = parent AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
  EXECUTE 'CREATE TEMPORARY TABLE pgassay_moved ON COMMIT DROP AS SELECT ' || columns
    || ${quoted(` FROM ONLY ${rest} AS r WHERE ${start} IS NOT NULL`)};
  DELETE FROM ONLY ${rest} AS r WHERE ${start} IS NOT NULL;
  FOR part IN SELECT DISTINCT ${start} AS start FROM pg_temp.pgassay_moved AS r ORDER BY start LOOP
    wanted := ${quoted(prefix)} || ${name};
    made := pg_catalog.format('%I.%I', ${quoted(schema)}, wanted);
    FOR n IN 1..99 LOOP
      EXIT WHEN pg_catalog.to_regclass(made) IS NULL;
      made := pg_catalog.format('%I.%I', ${quoted(schema)}, wanted || '_' || n);
    END LOOP;
    EXECUTE pg_catalog.format(
      'CREATE TABLE %s (LIKE %s INCLUDING COMPRESSION INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE)',
      made, parent);
    EXECUTE pg_catalog.format('ALTER TABLE %s OWNER TO %I', made, owner);
    EXECUTE pg_catalog.format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
      parent, made, ${bound("part.start")}, ${bound(end)});
  END LOOP;
  EXECUTE pg_catalog.format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM pg_temp.pgassay_moved', parent, columns, columns);
  DROP TABLE pg_temp.pgassay_moved;
  ANALYZE ${rest};
END
`;
}
