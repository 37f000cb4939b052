import { describe, expect, it } from "vitest";
import { type BrokenInProjections, checkProjections } from "./check-projections.ts";
import type { StoredWorkspace, Written } from "./projection-journal.ts";

const at = (position: number, version = 1) => ({ version, position });

/** One update was submitted and edited, another submitted and removed. */
const whole = () => {
  const written: Written[] = [
    {
      tenantId: "t",
      updateId: "a",
      steps: [
        { kind: "submit", content: "a", acknowledged: at(2), refusals: ["gone"] },
        { kind: "edit", content: "a!", acknowledged: at(4, 2), refusals: [] },
      ],
    },
    {
      tenantId: "t",
      updateId: "b",
      steps: [
        { kind: "submit", content: "b", acknowledged: at(3), refusals: [] },
        { kind: "remove", content: "", acknowledged: at(5, 2), refusals: [] },
      ],
    },
  ];
  const stored = {
    tenantId: "t",
    head: 5,
    position: 5,
    events: [
      { type: "team.registered", stream: "team/platform", ...at(1), content: "" },
      { type: "update.submitted", stream: "update/a", ...at(2), content: "a" },
      { type: "update.submitted", stream: "update/b", ...at(3), content: "b" },
      { type: "update.edited", stream: "update/a", ...at(4, 2), content: "a!" },
      { type: "update.removed", stream: "update/b", ...at(5, 2), content: "" },
    ],
    rows: [{ updateId: "a", content: "a!" }],
    parked: 0,
    differences: [] as string[],
    hash: { projected: "h", folded: "h" },
  } satisfies StoredWorkspace;
  return { written, stored, half: [] as string[], late: [] as string[] };
};
type Run = ReturnType<typeof whole>;
const event = (run: Run, index: number) => run.stored.events[index] as Run["stored"]["events"][number];

function brokenIn(change: (run: Run) => void): Partial<BrokenInProjections> {
  const run = whole();
  change(run);
  const { broken } = checkProjections(run, [run.stored]);
  return Object.fromEntries(Object.entries(broken).filter(([, count]) => count > 0));
}

describe("the checker of projections", () => {
  it("finds nothing broken in a whole run", () => {
    expect(brokenIn(() => undefined)).toEqual({});
  });

  it.each<[string, (run: Run) => void, Partial<BrokenInProjections>]>([
    [
      "an acknowledged command without an event",
      (run) => {
        event(run, 3).content = "other";
      },
      { lost: 1, invented: 1 },
    ],
    [
      "two events of one command",
      (run) => {
        run.stored.events.push({ ...event(run, 4), ...at(6, 3) });
        run.stored.head = run.stored.position = 6;
      },
      { duplicated: 1 },
    ],
    [
      "an event at another position than acknowledged",
      (run) => {
        (run.written[0] as Written).steps[1] = {
          kind: "edit",
          content: "a!",
          acknowledged: at(9, 2),
          refusals: [],
        };
      },
      { different: 1 },
    ],
    [
      "a missing position",
      (run) => {
        event(run, 0).position = 0;
      },
      { holes: 1 },
    ],
    [
      "a head before the events",
      ({ stored }) => Object.assign(stored, { head: 4, position: 4 }),
      { holes: 1 },
    ],
    [
      "a removed update that is read",
      (run) => run.stored.rows.push({ updateId: "b", content: "b" }),
      { wrongRows: 1 },
    ],
    ["an update that is not read", (run) => run.stored.rows.pop(), { wrongRows: 1 }],
    [
      "an old text",
      ({ stored }) => Object.assign(stored, { rows: [{ updateId: "a", content: "a" }] }),
      { wrongRows: 1 },
    ],
    ["a row of nobody", (run) => run.stored.rows.push({ updateId: "c", content: "c" }), { wrongRows: 1 }],
    ["a row that is not the fold", (run) => run.stored.differences.push("update/a"), { unequal: 1 }],
    ["another hash", ({ stored }) => Object.assign(stored.hash, { folded: "other" }), { unequal: 1 }],
    ["a parked stream", ({ stored }) => Object.assign(stored, { parked: 1 }), { parked: 1 }],
    ["projections that are behind", ({ stored }) => Object.assign(stored, { position: 4 }), { behind: 1 }],
    ["a reading of half", (run) => run.half.push("t: 3 of 4"), { half: 1 }],
    ["a late commit", (run) => run.late.push("t"), { late: 1 }],
  ])("finds %s", (_, change, broken) => {
    expect(brokenIn(change)).toEqual(broken);
  });

  it("finds a command that nobody acknowledged", () => {
    const broken = brokenIn(({ written }) => {
      const [, second] = written as [Written, Written];
      second.steps[1] = { kind: "remove", content: "", acknowledged: null, refusals: ["gone"] };
    });
    expect(broken).toMatchObject({ gaveUp: 1 });
  });
});
