/** Rows as a Markdown table: the first row is the head, cells are padded so that it reads in a terminal too. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${widths.map((width, at) => (row[at] ?? "").padEnd(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** A measured number beside the target that it must not exceed, and whether it holds. */
export function against(measured: number, target: number, unit: string): string {
  return `${shown(measured, unit)} (target ${shown(target, unit)}: ${measured <= target ? "met" : "MISSED"})`;
}

/** The same with a target that it must reach. */
export function atLeast(measured: number, target: number, unit: string): string {
  return `${shown(measured, unit)} (target ${shown(target, unit)}: ${measured >= target ? "met" : "MISSED"})`;
}

function shown(value: number, unit: string): string {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)}${unit}`;
}
