export function hasMagic(pattern: string): boolean {
  return /[*?[{]/.test(pattern);
}

/** `*` and `?` stay within a folder, `**` crosses folders, `[ab]` is one of, `{a,b}` either. */
export function matcher(pattern: string): (path: string) => boolean {
  let source = "";
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] as string;
    if (pattern.startsWith("**/", at)) {
      source += "(?:[^/]+/)*";
      at += 2;
    } else if (pattern.startsWith("**", at)) {
      source += ".*";
      at += 1;
    } else if (char === "*") source += "[^/]*";
    else if (char === "?") source += "[^/]";
    else if (char === "[" && pattern.indexOf("]", at) > at + 1) {
      const end = pattern.indexOf("]", at);
      const members = pattern.slice(at + 1, end);
      source += `[${members.startsWith("!") ? "^" : ""}${members.replace(/^!/, "").replace(/[\\\]^[]/g, "\\$&")}]`;
      at = end;
    } else if (char === "{") {
      braces += 1;
      source += "(?:";
    } else if (char === "}" && braces > 0) {
      braces -= 1;
      source += ")";
    } else if (char === "," && braces > 0) source += "|";
    else source += char.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  }
  const expression = new RegExp(`^${source}${")".repeat(braces)}$`);
  return (path) => expression.test(path);
}
