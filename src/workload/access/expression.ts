import type {
  A_Const,
  A_Expr,
  A_Indirection,
  CaseExpr,
  CaseWhen,
  CoalesceExpr,
  CollateClause,
  ColumnRef,
  Node,
  ParamRef,
  SelectStmt,
  SQLValueFunction,
  SubLink,
  TypeCast,
} from "libpg-query";
import { ident } from "../../facts/identifier.ts";
import { readCall } from "./call.ts";
import { constantIn, constantText, typeText } from "./constant.ts";
import { isJson, taken } from "./json.ts";
import { readQuery } from "./query.ts";
import type { Scope } from "./scope.ts";
import { applied, compound, type Term, UNKNOWN, valueTerm } from "./term.ts";
import { bodyOf, nodesIn, strings, tagged } from "./tree.ts";

/** What an expression comes to. Subqueries in it are read on the way, so that no expression is given here twice. */
export function termOf(node: Node | undefined, scope: Scope): Term {
  return scope.reading.deeper(() => read(node, scope), UNKNOWN);
}

export function termsOf(nodes: readonly Node[] | undefined, scope: Scope): Term[] {
  return (nodes ?? []).map((node) => termOf(node, scope));
}

function read(node: Node | undefined, scope: Scope): Term {
  const [tag, body] = tagged(node);
  switch (tag) {
    case "ColumnRef":
      return readColumn(body as ColumnRef, scope);
    case "ParamRef":
      return valueTerm(`$${(body as ParamRef).number ?? 0}`);
    case "A_Const":
      return valueTerm(constantText(body as A_Const));
    case "SQLValueFunction":
      return valueTerm(null, (body as SQLValueFunction).op === "SVFOP_CURRENT_DATE");
    case "TypeCast":
      return readCast(body as TypeCast, scope);
    case "CollateClause": {
      const { arg, collname } = body as CollateClause;
      return applied([termOf(arg, scope)], ([text]) => `(${text} COLLATE ${strings(collname).map(ident).join(".")})`);
    }
    case "CoalesceExpr":
      return applied(termsOf((body as CoalesceExpr).args, scope), (texts) => `COALESCE(${texts.join(", ")})`);
    case "FuncCall":
      return readCall(body, scope);
    case "A_Expr":
      return readOperator(body as A_Expr, scope);
    case "A_Indirection":
      return readIndirection(body as A_Indirection, scope);
    case "CaseExpr":
      return readCase(body as CaseExpr, scope);
    case "SubLink":
      return readSubLink(body as SubLink, scope);
    case "SelectStmt":
      return compound(readQuery(body as SelectStmt, scope).map(({ term }) => term));
    case "BoolExpr":
    case "NullTest":
    case "BooleanTest":
      return compound(termsOf(nodesIn(body), scope), []);
    default:
      return compound(termsOf(nodesIn(body), scope));
  }
}

function readColumn({ fields }: ColumnRef, scope: Scope): Term {
  const parts = strings(fields);
  const star = parts.length < (fields ?? []).length;
  return star ? compound(scope.star(parts).map(({ term }) => term)) : scope.column(parts);
}

/** The casts that change nothing about how the value is compared. */
const RELABELLED: ReadonlySet<string> = new Set(["varchar text", "bpchar bpchar", "citext text"]);

function readCast({ arg, typeName }: TypeCast, scope: Scope): Term {
  const term = termOf(arg, scope);
  const type = typeText(typeName ?? {});
  const [shape] = term.shapes;
  if (shape?.is === "column" && term.shapes.length === 1) {
    const own = shape.origin.column.type;
    if (!own.array && (own.name === type || RELABELLED.has(`${own.name} ${type}`))) return term;
  }
  return { ...applied([term], ([text]) => `${text}::${type}`), date: type === "date" };
}

const COMPARISONS: ReadonlySet<string> = new Set(["=", "<>", "!=", "<", ">", "<=", ">="]);

function readOperator({ kind, name, lexpr, rexpr }: A_Expr, scope: Scope): Term {
  const operator = strings(name).at(-1) ?? "";
  const sides = [...(lexpr === undefined ? [] : [lexpr]), ...(rexpr === undefined ? [] : [rexpr])];
  const terms = termsOf(sides, scope);
  const [left = UNKNOWN, right = UNKNOWN] = terms;
  if (kind === "AEXPR_NULLIF") return applied(terms, (texts) => `NULLIF(${texts.join(", ")})`, [left]);
  if (kind !== "AEXPR_OP" || COMPARISONS.has(operator)) return compound(terms, []);
  if (left.shapes.some(isJson)) return taken(left, operator, right, constantIn(rexpr));
  const term = applied(terms, (texts) => (texts.length === 1 ? `(${operator} ${texts[0]})` : `(${texts.join(` ${operator} `)})`));
  return { ...term, date: left.date !== right.date && (operator === "+" || operator === "-") };
}

function readIndirection({ arg, indirection }: A_Indirection, scope: Scope): Term {
  const term = termOf(arg, scope);
  const [step, ...others] = indirection ?? [];
  const within = nodesIn(indirection).flatMap((node) => nodesIn(tagged(node)[1]));
  const steps = termsOf(within, scope);
  const [at] = within;
  if (step !== undefined && others.length === 0 && term.shapes.some(isJson) && at !== undefined && steps[0] !== undefined) {
    return taken(term, "->", steps[0], constantIn(at));
  }
  return compound([term, ...steps], [term]);
}

function readCase({ arg, args, defresult }: CaseExpr, scope: Scope): Term {
  const whens = (args ?? []).flatMap((node) => bodyOf<CaseWhen>(node, "CaseWhen") ?? []);
  const asked = [termOf(arg, scope), ...whens.map(({ expr }) => termOf(expr, scope))];
  const results = [...whens.map(({ result }) => termOf(result, scope)), termOf(defresult, scope)];
  return compound([...asked, ...results], results);
}

function readSubLink({ subLinkType, testexpr, subselect }: SubLink, scope: Scope): Term {
  const test = termOf(testexpr, scope);
  const columns = termOf(subselect, scope);
  if (subLinkType === "EXISTS_SUBLINK") return UNKNOWN;
  return subLinkType === "EXPR_SUBLINK" || subLinkType === "ARRAY_SUBLINK" ? columns : compound([test, columns], []);
}
