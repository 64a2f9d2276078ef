import { describe, expect, test } from "vitest";
import { defaultWithZone } from "../../src/facts/time/defaults.ts";
import { namesLocalTime, namesRecordedMoment, namesZone } from "../../src/facts/time/naive.ts";
import { dayRole, recordedRole } from "../../src/facts/time/roles.ts";

describe("the default of a timestamp, for a timestamptz", () => {
  test.each([
    ["now()", "now()"],
    ["CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"],
    ["CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3)"],
    ["clock_timestamp()", "clock_timestamp()"],
    ["LOCALTIMESTAMP", "LOCALTIMESTAMP"],
    ["timezone('utc'::text, now())", "now()"],
    ["(now() AT TIME ZONE 'utc'::text)", "now()"],
    ["(CURRENT_TIMESTAMP AT TIME ZONE 'UTC'::text)", "CURRENT_TIMESTAMP"],
    ["'2020-01-01 00:00:00'::timestamp without time zone", "('2020-01-01 00:00:00'::timestamp without time zone) AT TIME ZONE 'UTC'"],
    ["(now() + '1 day'::interval)", "((now() + '1 day'::interval)) AT TIME ZONE 'UTC'"],
  ])("%s in UTC", (before, after) => {
    expect(defaultWithZone(before, "UTC")).toBe(after);
  });

  test("in another zone, UTC's time is a reading of that zone's clock, as the column took it", () => {
    expect(defaultWithZone("timezone('utc'::text, now())", "Europe/Paris")).toBe(
      "(timezone('utc'::text, now())) AT TIME ZONE 'Europe/Paris'",
    );
    expect(defaultWithZone("now()", "Europe/Paris")).toBe("now()");
  });
});

test("names of local times, zones and recorded moments", () => {
  expect(["local_time", "departureLocal", "wall_clock", "starts_at_local"].every(namesLocalTime)).toBe(true);
  expect(["location", "locale_at", "created_at"].some(namesLocalTime)).toBe(false);
  expect(["tz", "timezone", "time_zone", "starts_tz", "utc_offset", "timeZone"].every(namesZone)).toBe(true);
  expect(["zone", "zoneCode", "offset"].some(namesZone)).toBe(false);
  expect(["created_at", "updatedAt", "deleted"].every(namesRecordedMoment)).toBe(true);
  expect(["starts_at", "due"].some(namesRecordedMoment)).toBe(false);
});

test("names of moments that are noted when a row is written", () => {
  expect(["created_at", "dateCreated", "inserted_at", "creation_time", "CREATEDAT"].map(recordedRole)).toEqual(Array(5).fill("created"));
  expect(["updated_at", "last_modified", "lastmodified", "date_updated", "ModifiedOn"].map(recordedRole)).toEqual(Array(5).fill("updated"));
  expect(["created_by", "password_changed_at", "update", "change_type", "created_updated_at", "at"].map(recordedRole)).toEqual(
    Array(6).fill(null),
  );
});

test("what a column named for a day is about", () => {
  expect(["due_date", "next_due_date", "dueDate", "due_on"].map(dayRole)).toEqual(Array(4).fill("due"));
  expect(["date", "due_at", "created_date", "opening_time", "next_date"].map(dayRole)).toEqual(Array(5).fill(null));
});
