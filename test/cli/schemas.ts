/** One error (float-money) and one warning (naive-timestamp). */
export const WRONG = "CREATE TABLE payment (id bigint PRIMARY KEY, amount double precision NOT NULL, paid_at timestamp NOT NULL);\n";

/** One warning. */
export const WARNED = "CREATE TABLE visit (id bigint PRIMARY KEY, seen_at timestamp NOT NULL);\n";

export const CLEAN = "CREATE TABLE visit (id bigint PRIMARY KEY, seen_at timestamptz NOT NULL);\n";

export const HALF = "CREATE TABLE visit (id bigint PRIMARY KEY);\nCREATE INDEX ON gone (id);\n";
