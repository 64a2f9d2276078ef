import { hasPhrase, lexicon, phrases, wordsOf } from "../names.ts";
import { perName } from "../remembered.ts";

/** Words that say: a reading of a wall clock, wherever that clock hangs. */
const LOCAL = lexicon("local localtime wallclock civil naive");
const LOCAL_PHRASES = phrases(`
  wall clock
  wall time
  without tz
  no tz
`);

const ZONE = lexicon("tz tzid timezone tzname olson zoneinfo");
const ZONE_PHRASES = phrases(`
  time zone
  utc offset
  tz offset
  gmt offset
`);

/** Moments that the database or the application notes by itself: no zone column of the row speaks about them. */
const RECORDED = lexicon("created updated inserted modified deleted changed synced logged archived migrated imported");

/** True for a name that says local time. */
export const namesLocalTime: (column: string) => boolean = perName((column) => {
  const words = wordsOf(column);
  return words.some((word) => LOCAL.has(word)) || LOCAL_PHRASES.some((phrase) => hasPhrase(words, phrase));
});

/** True for a column that holds the zone in which its neighbours are meant. */
export const namesZone: (column: string) => boolean = perName((column) => {
  const words = wordsOf(column);
  return words.some((word) => ZONE.has(word)) || ZONE_PHRASES.some((phrase) => hasPhrase(words, phrase));
});

/** True for `created_at` and its like. */
export function namesRecordedMoment(column: string): boolean {
  return wordsOf(column).some((word) => RECORDED.has(word));
}
