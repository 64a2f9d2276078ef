/** A type as SQLAlchemy writes it, in the words that PostgreSQL's dialect turns into the same SQL; null for any other. */
export function columnType(written: string): string | null {
  const numeric = /^numeric\((\d+),(\d+)\)$/.exec(written);
  if (numeric !== null) return `sa.Numeric(${numeric[1]}, ${numeric[2]})`;
  const varchar = /^character varying\((\d+)\)$/.exec(written);
  if (varchar !== null) return `sa.String(${varchar[1]})`;
  return PLAIN[written] ?? null;
}

const PLAIN: Readonly<Record<string, string>> = {
  bigint: "sa.BigInteger()",
  boolean: "sa.Boolean()",
  bytea: "sa.LargeBinary()",
  date: "sa.Date()",
  integer: "sa.Integer()",
  numeric: "sa.Numeric()",
  smallint: "sa.SmallInteger()",
  text: "sa.Text()",
  "timestamp with time zone": "sa.DateTime(timezone=True)",
  "timestamp without time zone": "sa.DateTime()",
};
