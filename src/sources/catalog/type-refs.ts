import type { TypeRef } from "../../model/data.ts";
import { allRows, type Session } from "./session.ts";

type Building = { -readonly [K in keyof TypeRef]: TypeRef[K] };
type Row = readonly [at: number, schema: string, name: string, array: boolean, text: string, base: number, baseModifier: number];

/**
 * Types by OID and modifier. A database has few different ones, so each is asked for once and shared:
 * `of` hands out the object at once, and `resolve` fills it in.
 */
export class TypeRefs {
  readonly #known = new Map<number, Map<number, Building>>();
  #asked: { readonly type: number; readonly modifier: number; readonly ref: Building }[] = [];

  of(type: number, modifier: number): TypeRef {
    const byModifier = this.#known.get(type) ?? new Map<number, Building>();
    this.#known.set(type, byModifier);
    let ref = byModifier.get(modifier);
    if (ref === undefined) {
      ref = { schema: "", name: "", modifiers: [], array: false, text: "", over: null };
      byModifier.set(modifier, ref);
      this.#asked.push({ type, modifier, ref });
    }
    return ref;
  }

  /** A domain asks for the type under it: the loop ends with the longest chain of domains. */
  async resolve(session: Session): Promise<void> {
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      const rows = await allRows<Row>(session, "types", SQL, [
        `{${asked.map(({ type }) => type).join(",")}}`,
        `{${asked.map(({ modifier }) => modifier).join(",")}}`,
      ]);
      for (const [at, schema, name, array, text, base, baseModifier] of rows) {
        const { ref, modifier } = asked[at - 1] as (typeof asked)[number];
        Object.assign(ref, { schema, name, array, text, modifiers: modifier < 0 ? [] : modifiersIn(text) });
        if (base !== 0) ref.over = this.of(base, baseModifier);
      }
    }
  }
}

const SQL = `select k.at::int4, n.nspname, coalesce(e.typname, t.typname), e.oid is not null, format_type(k.type, k.modifier),
    coalesce(e.typbasetype, t.typbasetype), coalesce(e.typtypmod, t.typtypmod)
  from unnest($1::oid[], $2::int4[]) with ordinality k(type, modifier, at)
    join pg_catalog.pg_type t on t.oid = k.type
    left join pg_catalog.pg_type e on e.oid = t.typelem and e.typarray = t.oid
    join pg_catalog.pg_namespace n on n.oid = coalesce(e.typnamespace, t.typnamespace)`;

/** The type's own output function wrote them: `numeric(12,2)`, `timestamp(3) without time zone`. */
function modifiersIn(text: string): readonly number[] {
  const list = /\((-?\d+(?:,-?\d+)*)\)/.exec(text)?.[1];
  return list === undefined ? [] : list.split(",").map(Number);
}
