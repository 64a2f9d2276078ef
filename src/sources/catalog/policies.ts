import type { PolicyData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { PG_POLICY } from "./catalog-oids.ts";
import { namesOf } from "./dependencies.ts";
import { byName, Grouped } from "./grouped.ts";
import { type Asking, type Reading, roleName } from "./reading.ts";
import { isTable } from "./relations.ts";

const COMMANDS: Readonly<Record<string, PolicyData["command"]>> = { "*": "all", r: "select", a: "insert", w: "update", d: "delete" };

type Row = readonly [
  oid: number,
  relation: number,
  name: string,
  permissive: boolean,
  command: string,
  roles: string,
  hasUsing: boolean,
  hasCheck: boolean,
];

const SQL = `select p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd, array_to_string(p.polroles, ' '),
    p.polqual is not null, p.polwithcheck is not null
  from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
  where c.relnamespace = any ($1::oid[])`;

/** A policy whose expressions could not be read is left out: without them it would look like another policy. */
export function askPolicies({ session, scope }: Asking): (reading: Reading) => Promise<Grouped<PolicyData>> {
  const rows = session.rows<Row>("policies", SQL, [scope]);
  return async (reading) => {
    const { relations, dependencies, comments, lookups } = reading;
    const definitions = await reading.definitions;
    const policies = new Grouped<PolicyData>();
    for await (const batch of rows) {
      for (const [oid, on, name, permissive, command, roles, hasUsing, hasCheck] of batch) {
        const using = definitions.of("policyUsing", oid);
        const check = definitions.of("policyCheck", oid);
        if (!isTable(relations.get(on))) continue;
        if ((hasUsing && using === null) || (hasCheck && check === null)) {
          reading.leftOut.add(on, name);
          continue;
        }
        policies.add(on, {
          name,
          comment: comments.of(PG_POLICY, oid),
          permissive,
          command: COMMANDS[command] as PolicyData["command"],
          roles: roles
            .split(" ")
            .map((role) => (role === "0" ? "public" : roleName(lookups, Number(role))))
            .sort(compareText),
          using,
          check,
          reads: namesOf(dependencies.policies.of(oid), relations),
        });
      }
    }
    return policies.sort(byName);
  };
}
