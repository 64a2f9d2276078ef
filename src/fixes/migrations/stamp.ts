/** `20260102030405`, counted on by one second for each file: tools sort by it. It never stands before what is there. */
export function stamps(takenAt: string, existing: readonly { readonly name: string }[]): (n: number) => string {
  const latest = existing
    .flatMap(({ name }) => /(?:^|\D)(\d{14})(?!\d)/.exec(name)?.[1] ?? [])
    .sort()
    .at(-1);
  const taken = Date.parse(takenAt);
  const after = latest === undefined ? taken : Math.max(taken, Date.parse(fromStamp(latest)) + 1_000);
  return (n) => new Date(after + n * 1_000).toISOString().replace(/\D/g, "").slice(0, 14);
}

function fromStamp(stamp: string): string {
  const [, year, month, day, hour, minute, second] = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(stamp) ?? [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return Number.isNaN(Date.parse(text)) ? "1970-01-01T00:00:00Z" : text;
}
