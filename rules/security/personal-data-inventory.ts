import { type Column, defineRule, hasPhrase, lexicon, phrases, type Sample, singular, type Table, wordsOf, z } from "#rule";

const WORDS = lexicon(`
  email mail phone telephone mobile fax firstname lastname surname forename fullname nickname birthday birthdate dob birth ssn passport gender
  sex nationality ethnicity religion iban ip latitude longitude postcode postal zip street
`);
const PHRASES = phrases(`
  first name
  last name
  middle name
  full name
  family name
  given name
  maiden name
  birth date
  date of birth
  birth place
  social security
  national id
  tax id
  driver license
  card number
  card holder
  account holder
  home address
  street address
  mailing address
  billing address
  postal code
  ip address
  user agent
  marital status
  email address
  phone number
`);
/** Unquoted names arrive as `emailaddress`. */
const RUN_TOGETHER: ReadonlySet<string> = new Set(PHRASES.map((phrase) => phrase.join("")));
/** Facts about such data, which are none themselves. */
const ABOUT = lexicon(
  "verified confirmed enabled count hash digest template subject type status id sent at opt consent required valid server port queue log attribute key claim mapping",
);

export default defineRule({
  id: "personal-data-inventory",
  on: "table",
  needs: [],
  uses: ["sample"],
  category: "security",
  severity: "info",
  confidence: "heuristic",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A table seems to hold data about persons.",
    why: "Whoever answers for the data has to know where it is: to tell a person what is stored, to delete it in time, and to keep it out of test databases and reports.",
    remedy:
      "Keep the list where it is looked for, such as in comments on the columns, and say for each how long it is kept and who may read it.",
    ignoreWhen: "The names mean things rather than persons, such as the street of a warehouse.",
    links: ["https://gdpr-info.eu/art-30-gdpr/"],
  },
  options: z.object({
    ignoredColumns: z.array(z.string()).default([]).describe("Names of columns that are known to hold no personal data."),
  }),
  messages: {
    personal: "{table} seems to hold data about persons: {columns}.",
  },
  *check(table, { sample, options }) {
    const found = personalIn(table, sample).filter(({ column }) => !options.ignoredColumns.includes(column.name));
    if (found.length === 0) return;
    yield {
      message: "personal",
      data: { table: table.name, columns: found.map(({ column }) => column.name).join(", ") },
      confidence: found.some(({ from }) => from !== "name") ? "likely" : "heuristic",
      evidence: found.map(({ column, from }) => ({
        label: column.name,
        value: from,
        from: from === "name" ? "pg_catalog.pg_attribute.attname" : "sample",
      })),
      related: found.map(({ column }) => column),
    };
  },
});

function personalIn(table: Table, sample: Sample | undefined): { readonly column: Column; readonly from: string }[] {
  return table.columns
    .filter(({ local }) => local)
    .flatMap((column) => {
      const seen = contentOf(column, sample);
      if (seen !== null) return [{ column, from: seen }];
      return namesPerson(column) ? [{ column, from: "name" }] : [];
    });
}

/** Half of the values at least; a stray address in a note is not a column of addresses. */
function contentOf(column: Column, sample: Sample | undefined): string | null {
  const content = sample?.content(column);
  if (content === undefined || content.values === 0) return null;
  const kind = (["email", "card-like"] as const).find((name) => (content.classes[name] ?? 0) * 2 >= content.values);
  return kind === undefined ? null : `${content.classes[kind]} of ${content.values} sampled values look like ${kind}`;
}

function namesPerson({ name, type }: Column): boolean {
  if ((type.over ?? type).name === "bool") return false;
  const words = wordsOf(name).map(singular);
  if (words.some((word, at) => at > 0 && ABOUT.has(word) && !PHRASES.some((phrase) => phrase.at(-1) === word && hasPhrase(words, phrase))))
    return false;
  return words.some((word) => WORDS.has(word) || RUN_TOGETHER.has(word)) || PHRASES.some((phrase) => hasPhrase(words, phrase));
}
