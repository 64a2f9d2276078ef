import type { Schema, View } from "../catalog.ts";
import type { ViewData } from "../data.ts";
import { linkIndex } from "./indexes.ts";
import { keep, type Linking } from "./linking.ts";
import { add, type Mutable, NONE } from "./lists.ts";

type Building<T> = Mutable<T> & { [list: string]: unknown };

export function linkView(linking: Linking, data: ViewData, schema: Schema): View {
  const { reads: _, indexes: __, ...own } = data;
  const view = keep(linking, {
    ...own,
    kind: "view",
    path: [schema.name, data.name],
    schema,
    indexes: NONE,
    readsColumns: NONE,
    readsTables: NONE,
    readsViews: NONE,
    dependents: NONE,
  } as unknown as Building<View>) as View;
  for (const item of data.indexes) add(view, "indexes", linkIndex(linking, item, view));
  return view;
}
