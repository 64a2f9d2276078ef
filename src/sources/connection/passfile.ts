/** Who is asked for, as a line of the password file names it. */
export interface PasswordFor {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The password of the first line that fits `host:port:database:user:password`, where `*` fits everything. */
export function passwordIn(text: string, wanted: PasswordFor): string | null {
  // libpq looks a socket in the default directory up as localhost.
  const host = wanted.host.startsWith("/") ? "localhost" : wanted.host;
  const values = [host, String(wanted.port), wanted.database, wanted.user];
  for (const line of text.split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = fieldsOf(line);
    const password = fields[4];
    if (password === undefined) continue;
    const fits = (value: string, at: number) => fields[at] === "*" || fields[at] === value || (at === 0 && fields[at] === wanted.host);
    if (values.every(fits)) return password;
  }
  return null;
}

/** A backslash keeps `:` and `\` from ending a field; what follows the fourth colon is the password. */
function fieldsOf(line: string): readonly string[] {
  const fields: string[] = [];
  let field = "";
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === ":" && fields.length < 4) {
      fields.push(field);
      field = "";
      continue;
    }
    if (line[at] === "\\" && at + 1 < line.length) at += 1;
    field += line[at];
  }
  return [...fields, field];
}
