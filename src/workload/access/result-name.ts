import type { A_Indirection, ColumnRef, FuncCall, Node, ResTarget, SelectStmt, SubLink, TypeCast } from "libpg-query";
import { bodyOf, strings, tagged } from "./tree.ts";

const NAMED_BY_FORM: Readonly<Record<string, string>> = {
  CaseExpr: "case",
  A_ArrayExpr: "array",
  CoalesceExpr: "coalesce",
  RowExpr: "row",
  XmlSerialize: "xmlserialize",
  GroupingFunc: "grouping",
};

/** The name that a column without AS has, as FigureColname of PostgreSQL gives it. */
export function resultName(node: Node | undefined): string {
  const [tag, body] = tagged(node);
  switch (tag) {
    case "ColumnRef":
      return strings((body as ColumnRef).fields).at(-1) ?? UNNAMED;
    case "FuncCall":
      return strings((body as FuncCall).funcname).at(-1) ?? UNNAMED;
    case "A_Indirection": {
      const { arg, indirection } = body as A_Indirection;
      return strings(indirection).at(-1) ?? resultName(arg);
    }
    case "TypeCast": {
      const { arg, typeName } = body as TypeCast;
      const inner = resultName(arg);
      return inner === UNNAMED ? (strings(typeName?.names).at(-1) ?? UNNAMED) : inner;
    }
    case "CollateClause":
      return resultName((body as { arg?: Node }).arg);
    case "MinMaxExpr":
      return (body as { op?: string }).op === "IS_LEAST" ? "least" : "greatest";
    case "SubLink":
      return subLinkName(body as SubLink);
    default:
      return NAMED_BY_FORM[tag] ?? UNNAMED;
  }
}

const UNNAMED = "?column?";

function subLinkName({ subLinkType, subselect }: SubLink): string {
  if (subLinkType === "EXISTS_SUBLINK") return "exists";
  if (subLinkType === "ARRAY_SUBLINK") return "array";
  const [first] = bodyOf<SelectStmt>(subselect, "SelectStmt")?.targetList ?? [];
  const target = bodyOf<ResTarget>(first, "ResTarget");
  return target === undefined ? UNNAMED : (target.name ?? resultName(target.val));
}
