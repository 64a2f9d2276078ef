import { expect, test } from "vitest";
import { choose } from "../../src/advisor/choose.ts";
import type { Limits, Offer, Trial } from "../../src/advisor/limits.ts";
import type { Planner } from "../../src/advisor/planner.ts";
import type { Plan, Question } from "../../src/shadow/planner/messages.ts";
import { PlannerStopped } from "../../src/shadow/planner/planner-thread.ts";

const LIMITS: Limits = { indexes: 10, perTable: 5, bytes: 1e9, minimumShare: 0.01, minimumCalls: 0.5, minimumGain: 0.2 };

/** `costs[trial][candidate]`: what the trial costs with that index alone; without any, 1000. It uses the cheapest that is there. */
function planner(costs: readonly (readonly number[])[], stopAfter = Number.POSITIVE_INFINITY): Planner & { asked: number } {
  const plan = (trial: number, indexes: readonly number[]): Plan => {
    const [best] = indexes.toSorted((a, b) => (costs[trial]?.[a] ?? 1000) - (costs[trial]?.[b] ?? 1000));
    const cost = best === undefined ? 1000 : Math.min(1000, costs[trial]?.[best] ?? 1000);
    return { cost, uses: best === undefined || cost >= 1000 ? [] : [best] };
  };
  const it = {
    by: null,
    asked: 0,
    prepare: () => Promise.reject(new Error("prepared already")),
    plan: async ({ statements, indexes }: Question) => {
      it.asked += 1;
      if (it.asked > stopAfter) throw new PlannerStopped("late");
      return statements.map((trial) => plan(trial, indexes));
    },
    close: async () => {},
  };
  return it;
}

const trials = (weights: readonly number[], candidates: number): Trial[] =>
  weights.map((weight) => ({ weight, calls: 1, candidates: Array.from({ length: candidates }, (_, at) => at) }));
const offers = (sizes: readonly number[], parts: Partial<Offer> = {}): Offer[] =>
  sizes.map((bytes) => ({ bytes, upkeep: 0, calls: 1, table: "t", ...parts }));
const chosen = async (...parameters: Parameters<typeof choose>) => (await choose(...parameters)).map(({ index }) => index);

test("the index that serves both is taken, and the ones that serve one are not", async () => {
  expect(
    await chosen(
      planner([
        [10, 1000, 12],
        [1000, 10, 12],
      ]),
      trials([100, 100], 3),
      offers([100, 100, 100]),
      LIMITS,
    ),
  ).toEqual([2]);
});

test("of those that save nearly the same, a smaller one", async () => {
  expect(await chosen(planner([[10, 11]]), trials([100], 2), offers([1000, 100]), LIMITS)).toEqual([1]);
});

test("of those that are the same to the planner, the one that more calls ask for", async () => {
  const [rare, usual] = [...offers([100], { calls: 1 }), ...offers([100], { calls: 9 })];
  expect(await chosen(planner([[10, 10]]), trials([100], 2), [rare as Offer, usual as Offer], LIMITS)).toEqual([1]);
});

test("a larger one where it leaves far less", async () => {
  expect(await chosen(planner([[1, 40]]), trials([100], 2), offers([130, 100]), LIMITS)).toEqual([0]);
});

test("one that is not needed any more is given back", async () => {
  // Together 1 and 2 save more than 0 does, which looks best alone.
  const costs = [
    [300, 10, 1000],
    [300, 1000, 10],
  ];
  expect(await chosen(planner(costs), trials([100, 100], 3), offers([100, 100, 100]), LIMITS)).toEqual([1, 2]);
});

test("not worth its upkeep, too little of all time, too little of any statement's cost", async () => {
  expect(await chosen(planner([[10]]), trials([100], 1), offers([1], { upkeep: 100 }), LIMITS)).toEqual([]);
  expect(await chosen(planner([[10], [1000], [1000]]), trials([1, 200, 200], 1), offers([1]), LIMITS)).toEqual([]);
  expect(await chosen(planner([[900]]), trials([100], 1), offers([1]), LIMITS)).toEqual([]);
});

test("little of the time, but many calls made cheap", async () => {
  const weights = trials([1, 200], 1).map((trial, at) => ({ ...trial, calls: at === 0 ? 100 : 1 }));
  expect(await chosen(planner([[10], [1000]]), weights, offers([1]), LIMITS)).toEqual([0]);
});

test("within the limits of number and size", async () => {
  const costs = [
    [10, 1000, 1000],
    [1000, 10, 1000],
    [1000, 1000, 10],
  ];
  const weights = trials([300, 200, 100], 3);
  expect(await chosen(planner(costs), weights, offers([10, 10, 10]), { ...LIMITS, indexes: 2 })).toEqual([0, 1]);
  expect(await chosen(planner(costs), weights, offers([10, 10, 10]), { ...LIMITS, perTable: 1 })).toEqual([0]);
  expect(await chosen(planner(costs), weights, offers([10, 90, 10]), { ...LIMITS, bytes: 25 })).toEqual([0, 2]);
});

test("what could not be made or planned is passed over", async () => {
  expect(await chosen(planner([[10, 20]]), trials([100], 2), [null, ...offers([10])], LIMITS)).toEqual([1]);
  expect(await chosen(planner([[10]]), [null], offers([10]), LIMITS)).toEqual([]);
});

test("what was chosen when the planner is stopped is the choice, and a choice says what uses it", async () => {
  const costs = [
    [10, 1000],
    [1000, 10],
  ];
  const whole = planner(costs);
  expect(await choose(whole, trials([300, 200], 2), offers([10, 10]), LIMITS)).toEqual([
    { index: 0, uses: [{ trial: 0, before: 1000, after: 10 }] },
    { index: 1, uses: [{ trial: 1, before: 1000, after: 10 }] },
  ]);
  const counts = new Set<number>();
  for (let asked = 0; asked < whole.asked; asked += 1) {
    counts.add((await choose(planner(costs, asked), trials([300, 200], 2), offers([10, 10]), LIMITS)).length);
  }
  expect([...counts].sort()).toEqual([0, 1, 2]);
});
