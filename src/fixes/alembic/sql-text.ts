import { pythonText } from "../migrations/python.ts";

/** SQL for `text()`, which takes a colon before a word for a parameter. */
export function sqlText(sql: string, indent = ""): string {
  return pythonText(sql.replaceAll(":", "\\:"), indent);
}
