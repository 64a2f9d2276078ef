/** Rows as a Markdown table: the first row is the head, cells are padded so that it reads in a terminal too. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${widths.map((width, at) => (row[at] ?? "").padEnd(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** A measured number beside its target, and whether it holds. */
export function against(measured: number, target: number, unit: string): string {
  const shown = (value: number) => `${value < 10 ? value.toFixed(2) : Math.round(value)}${unit}`;
  return `${shown(measured)} (target ${shown(target)}: ${measured <= target ? "met" : "MISSED"})`;
}
