-- case: a column with the prefix
-- finds: prefixed public.account.fld_note
CREATE TABLE account (id bigint PRIMARY KEY, fld_note text);
-- rows:
INSERT INTO account VALUES (1, 'a'), (2, 'b');

-- case: a column with the prefix of somebody else
-- finds: prefixed public.account.c_note
-- options: {"prefix": "c_"}
CREATE TABLE account (id bigint PRIMARY KEY, c_note text, fld_note text);

-- case: a column without one
-- finds: nothing
-- because: its name says what it is
CREATE TABLE account (id bigint PRIMARY KEY, note text);
