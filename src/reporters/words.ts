/** `1 table`, `23 tables`, `1,204 statements`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

/** Digits in groups of three, the same in every locale. */
export function grouped(n: number): string {
  const [whole = "", fraction] = String(n).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Binary units, as `pg_size_pretty` has them. */
export function bytes(n: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let size = n;
  let unit = 0;
  while (Math.abs(size) >= 10_240 && unit < units.length - 1) {
    size /= 1_024;
    unit += 1;
  }
  return `${grouped(Math.round(size))} ${units[unit]}`;
}

/** `server_version_num` as people write it: 150018 is 15.18. */
export function serverVersion(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** A time that was measured in milliseconds, in the unit that people would say it in. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${rounded(ms)} ms`;
  if (ms < 60_000) return `${rounded(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${rounded(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${rounded(ms / 3_600_000)} h` : `${rounded(ms / 86_400_000)} days`;
}

function rounded(n: number): string {
  return grouped(Number(n.toFixed(n < 10 ? 2 : n < 100 ? 1 : 0)));
}
