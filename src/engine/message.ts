/** Fills the holes of a message template. A hole without data is a bug of the rule, and is reported as one. */
export function fillMessage(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = data[hole];
    if (value === undefined) throw new Error(`the message has a hole {${hole}} without data`);
    return String(value);
  });
}
