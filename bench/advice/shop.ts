/** After TPC-H: eight tables with their primary keys and no other index. */
export const SCHEMA = `
CREATE TABLE region (r_regionkey int PRIMARY KEY, r_name text NOT NULL);
CREATE TABLE nation (n_nationkey int PRIMARY KEY, n_name text NOT NULL, n_regionkey int NOT NULL REFERENCES region);
CREATE TABLE supplier (s_suppkey int PRIMARY KEY, s_name text NOT NULL, s_nationkey int NOT NULL REFERENCES nation, s_acctbal numeric(15,2) NOT NULL);
CREATE TABLE customer (c_custkey int PRIMARY KEY, c_name text NOT NULL, c_nationkey int NOT NULL REFERENCES nation,
  c_acctbal numeric(15,2) NOT NULL, c_mktsegment text NOT NULL, c_email text NOT NULL);
CREATE TABLE part (p_partkey int PRIMARY KEY, p_name text NOT NULL, p_brand text NOT NULL, p_type text NOT NULL, p_size int NOT NULL,
  p_container text NOT NULL, p_attributes jsonb NOT NULL);
CREATE TABLE partsupp (ps_partkey int NOT NULL REFERENCES part, ps_suppkey int NOT NULL REFERENCES supplier, ps_availqty int NOT NULL,
  ps_supplycost numeric(15,2) NOT NULL, PRIMARY KEY (ps_partkey, ps_suppkey));
CREATE TABLE orders (o_orderkey int PRIMARY KEY, o_custkey int NOT NULL REFERENCES customer, o_orderstatus text NOT NULL,
  o_totalprice numeric(15,2) NOT NULL, o_orderdate date NOT NULL, o_orderpriority text NOT NULL, o_clerk text NOT NULL, o_cancelled timestamp);
CREATE TABLE lineitem (l_orderkey int NOT NULL REFERENCES orders, l_linenumber int NOT NULL, l_partkey int NOT NULL, l_suppkey int NOT NULL,
  l_quantity numeric(15,2) NOT NULL, l_extendedprice numeric(15,2) NOT NULL, l_discount numeric(15,2) NOT NULL, l_returnflag text NOT NULL,
  l_shipdate date NOT NULL, l_commitdate date NOT NULL, l_receiptdate date NOT NULL, l_shipmode text NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber));
`;

const pick = (seed: number, n: number) => `((hashint8extended(i, ${seed}) & 9223372036854775807) % ${n})`;
const word = (seed: number, words: readonly string[]) => `(ARRAY['${words.join("','")}'])[${pick(seed, words.length)} + 1]`;

/** Values follow from row numbers: the same on every server. */
export function rows(orders: number): string[] {
  const customers = orders / 10;
  const parts = orders / 8;
  const suppliers = Math.max(100, orders / 150);
  return [
    "INSERT INTO region SELECT i, 'REGION ' || i FROM generate_series(0, 4) i",
    "INSERT INTO nation SELECT i, 'NATION ' || i, i % 5 FROM generate_series(0, 24) i",
    `INSERT INTO supplier SELECT i, 'Supplier ' || i, ${pick(1, 25)}, ${pick(2, 1000000)} / 100.0 FROM generate_series(1, ${suppliers}::bigint) i`,
    `INSERT INTO customer SELECT i, 'Customer ' || i, ${pick(3, 25)}, ${pick(4, 1000000)} / 100.0,
       ${word(5, ["AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"])}, 'Person' || i || '@Example.org' FROM generate_series(1, ${customers}::bigint) i`,
    `INSERT INTO part SELECT i, ${word(6, ["red", "green", "blue", "grey"])} || ' ' || ${word(7, ["bolt", "wheel", "lamp", "chair", "door"])} || ' ' || i,
       'Brand ' || ${pick(8, 25)}, ${word(9, ["STEEL", "BRASS", "COPPER", "TIN", "NICKEL"])} || ' ' || ${pick(10, 30)}, ${pick(11, 50)} + 1, 'BOX ' || ${pick(12, 40)},
       jsonb_build_object('colour', ${pick(13, 500)}, 'grade', ${pick(14, 5)}) FROM generate_series(1, ${parts}::bigint) i`,
    `INSERT INTO partsupp SELECT (i - 1) / 4 + 1, ((i - 1) / 4 + (i - 1) % 4 * ${Math.floor(suppliers / 4)}) % ${suppliers} + 1, ${pick(15, 9999)}, ${pick(16, 100000)} / 100.0
       FROM generate_series(1, ${parts * 4}::bigint) i`,
    `INSERT INTO orders SELECT i, ${pick(17, customers)} + 1, ${word(18, ["F", "O", "P"])}, ${pick(19, 50000000)} / 100.0, date '2019-01-01' + (i * 2400 / ${orders})::int,
       ${word(20, ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"])}, 'Clerk ' || ${pick(21, 1000)},
       CASE WHEN ${pick(22, 50)} = 0 THEN timestamp '2024-01-01' END FROM generate_series(1, ${orders}::bigint) i`,
    `INSERT INTO lineitem SELECT (i - 1) / 4 + 1, (i - 1) % 4 + 1, ${pick(23, parts)} + 1, ${pick(24, suppliers)} + 1, ${pick(25, 50)} + 1, ${pick(26, 10000000)} / 100.0,
       ${pick(27, 11)} / 100.0, ${word(28, ["A", "N", "R"])}, d, d + ${pick(30, 30)}::int, d + ${pick(31, 30)}::int + 1, ${word(32, ["AIR", "MAIL", "RAIL", "SHIP", "TRUCK"])}
       FROM (SELECT i, date '2019-01-01' + ((i - 1) / 4 * 2400 / ${orders})::int + ${pick(29, 120)}::int AS d FROM generate_series(1, ${orders * 4}::bigint) i) AS lines`,
  ];
}

export interface Query {
  /** With placeholders, as a log's statement after its literals were taken out. */
  readonly sql: string;
  /** Of one hour. */
  readonly calls: number;
  readonly values: readonly (readonly (string | number)[])[];
}

/** Reports after TPC-H's, and what the desk of a shop asks all day. */
export const QUERIES: readonly Query[] = [
  {
    sql: "SELECT * FROM orders WHERE o_custkey = $1 ORDER BY o_orderdate DESC LIMIT $2",
    calls: 2000,
    values: [
      [17, 20],
      [512, 20],
    ],
  },
  {
    sql: "SELECT l.*, p.p_name FROM lineitem l JOIN part p ON p.p_partkey = l.l_partkey WHERE l.l_orderkey = $1",
    calls: 3000,
    values: [[100], [7000]],
  },
  { sql: "SELECT c_custkey, c_name FROM customer WHERE lower(c_email) = $1", calls: 1500, values: [["person77@example.org"]] },
  {
    sql: "SELECT p_partkey FROM part WHERE p_brand = $1 AND p_size = $2 AND p_container = $3",
    calls: 400,
    values: [["Brand 3", 7, "BOX 2"]],
  },
  { sql: "SELECT p_partkey, p_name FROM part WHERE p_attributes @> $1", calls: 300, values: [['{"colour": 77}']] },
  {
    sql: "SELECT o_orderkey, o_totalprice FROM orders WHERE o_clerk = $1 AND o_orderdate >= $2 AND o_orderdate < $3",
    calls: 200,
    values: [
      ["Clerk 5", "2024-01-01", "2024-02-01"],
      ["Clerk 9", "2023-01-01", "2024-01-01"],
    ],
  },
  { sql: "SELECT count(*) FROM orders WHERE o_cancelled IS NOT NULL AND o_orderdate >= $1", calls: 100, values: [["2025-01-01"]] },
  { sql: "SELECT sum(l_quantity) FROM lineitem WHERE l_partkey = $1 AND l_shipdate >= $2", calls: 500, values: [[55, "2024-01-01"]] },
  {
    sql: "SELECT ps.ps_partkey, ps.ps_supplycost FROM partsupp ps WHERE ps.ps_suppkey = $1 ORDER BY ps.ps_supplycost LIMIT $2",
    calls: 200,
    values: [[33, 10]],
  },
  { sql: "SELECT o_orderkey FROM orders ORDER BY o_orderdate DESC, o_orderkey DESC LIMIT $1", calls: 300, values: [[50]] },
  { sql: "SELECT s_name FROM supplier WHERE s_nationkey = $1", calls: 100, values: [[7]] },
  {
    sql: `SELECT l.l_orderkey, sum(l.l_extendedprice * ($1 - l.l_discount)) AS revenue, o.o_orderdate FROM customer c JOIN orders o ON c.c_custkey = o.o_custkey
      JOIN lineitem l ON l.l_orderkey = o.o_orderkey WHERE c.c_mktsegment = $2 AND o.o_orderdate < $3 AND l.l_shipdate > $4 AND o.o_orderdate >= $5
      GROUP BY l.l_orderkey, o.o_orderdate ORDER BY revenue DESC, o.o_orderdate LIMIT $6`,
    calls: 4,
    values: [[1, "BUILDING", "2023-03-15", "2023-03-15", "2023-01-01", 10]],
  },
  {
    sql: `SELECT o_orderpriority, count(*) FROM orders o WHERE o.o_orderdate >= $1 AND o.o_orderdate < $2
      AND EXISTS (SELECT FROM lineitem l WHERE l.l_orderkey = o.o_orderkey AND l.l_commitdate < l.l_receiptdate) GROUP BY o_orderpriority ORDER BY o_orderpriority`,
    calls: 4,
    values: [["2023-07-01", "2023-10-01"]],
  },
  {
    sql: "SELECT sum(l_extendedprice * l_discount) FROM lineitem WHERE l_shipdate >= $1 AND l_shipdate < $2 AND l_discount BETWEEN $3 AND $4 AND l_quantity < $5",
    calls: 6,
    values: [["2023-01-01", "2023-02-01", 0.05, 0.07, 24]],
  },
  {
    sql: `SELECT l_shipmode, count(*) FROM orders o JOIN lineitem l ON o.o_orderkey = l.l_orderkey WHERE l.l_shipmode = $1 AND l.l_receiptdate >= $2 AND l.l_receiptdate < $3
      GROUP BY l_shipmode`,
    calls: 4,
    values: [["MAIL", "2023-01-01", "2023-02-01"]],
  },
  {
    sql: `SELECT n.n_name, sum(l.l_extendedprice) FROM customer c JOIN orders o ON c.c_custkey = o.o_custkey JOIN lineitem l ON l.l_orderkey = o.o_orderkey
      JOIN nation n ON n.n_nationkey = c.c_nationkey WHERE n.n_regionkey = $1 AND o.o_orderdate >= $2 AND o.o_orderdate < $3 GROUP BY n.n_name`,
    calls: 2,
    values: [[2, "2023-01-01", "2023-04-01"]],
  },
  {
    sql: "SELECT c_custkey, sum(l_extendedprice) FROM customer, orders, lineitem WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_returnflag = $1 AND c_custkey = $2 GROUP BY c_custkey",
    calls: 200,
    values: [["R", 44]],
  },
];
