import { expect, test } from "vitest";
import { readSuppressionNote } from "../../src/facts/suppression-note.ts";

test.each([
  ["float-money: legacy", { rules: ["float-money"], reason: "legacy", until: null }],
  [" float-money , money-type :  a: b ", { rules: ["float-money", "money-type"], reason: "a: b", until: null }],
  ["float-money until 2027-01-31: soon", { rules: ["float-money"], reason: "soon", until: "2027-01-31" }],
  ["float-money", { rules: ["float-money"], reason: null, until: null }],
  ["float-money:   ", { rules: ["float-money"], reason: null, until: null }],
  ["Float Money: x", { rules: [], reason: "x", until: null }],
  [": x", { rules: [], reason: "x", until: null }],
  ["float-money until tomorrow: x", { rules: [], reason: "x", until: null }],
])("%s", (text, note) => {
  expect(readSuppressionNote(text)).toEqual(note);
});
