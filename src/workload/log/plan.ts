/** The query of an auto_explain message, which begins behind `plan:`; null for forms that are not read (XML, YAML). */
export function queryOfPlan(plan: string): string | null {
  const json = /^\s*\{\s*"Query Text":\s*("(?:[^"\\]|\\.)*")/s.exec(plan);
  if (json !== null) {
    // In stderr a tab stands behind every line break, and there is none within a JSON string.
    try {
      return JSON.parse(json[1] as string) as string;
    } catch {
      return null;
    }
  }
  const text = /^\s*Query Text: (.*)$/s.exec(plan);
  if (text === null) return null;
  const [first = "", ...rest] = (text[1] as string).split("\n");
  const end = rest.findIndex((line) => /^\t?(?:Query Parameters: |(?:\S.*)? {2}\(cost=|\S.*\(actual )/.test(line));
  return [first, ...(end < 0 ? rest.slice(0, -1) : rest.slice(0, end))].join("\n");
}
