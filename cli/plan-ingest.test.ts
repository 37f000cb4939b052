import { describe, expect, it } from "vitest";
import { planIngest, planRemoval } from "./plan-ingest.ts";

const file = (path: string, hash: string) => ({ path, hash, file: `/x/${path}`, bytes: 1 });
const names = (count: number, prefix = "d") => Array.from({ length: count }, (_, i) => `${prefix}${i}.md`);

describe("planIngest", () => {
  it("sends the new, the changed and those of another pipeline", () => {
    const files = [file("same", "1"), file("changed", "2"), file("new", "3"), file("old-pipeline", "4")];
    const known = [
      { path: "same", contentHash: "1" },
      { path: "changed", contentHash: "0" },
      { path: "old-pipeline", contentHash: "" },
      { path: "gone", contentHash: "9" },
    ];
    const { put, unchanged } = planIngest(files, known);
    expect(put.map(({ path }) => path)).toEqual(["changed", "new", "old-pipeline"]);
    expect(unchanged).toBe(1);
  });
});

describe("planRemoval", () => {
  const base = { kind: "folder" as const, hasUnreadable: false, deleteMissing: false };

  it("removes what is gone from a folder", () => {
    expect(planRemoval({ ...base, known: ["a", "b"], present: ["b", "c"] })).toEqual({
      remove: ["a"],
      keep: [],
      why: null,
    });
  });

  it("removes nothing for a single file", () => {
    expect(planRemoval({ ...base, kind: "file", known: ["a"], present: ["b"] }).remove).toEqual([]);
  });

  it("keeps all when a part of the folder could not be read, whatever was asked", () => {
    const removal = planRemoval({
      ...base,
      known: ["a", "b"],
      present: ["b"],
      hasUnreadable: true,
      deleteMissing: true,
    });
    expect(removal).toEqual({ remove: [], keep: ["a"], why: expect.stringContaining("could not be read") });
  });

  it("keeps all when the folder is empty, until asked", () => {
    const input = { ...base, known: ["a"], present: [] };
    expect(planRemoval(input)).toMatchObject({ remove: [], keep: ["a"] });
    expect(planRemoval({ ...input, deleteMissing: true }).remove).toEqual(["a"]);
  });

  it("keeps all when more than ten and more than half are gone, until asked", () => {
    const known = names(21);
    expect(planRemoval({ ...base, known, present: known.slice(0, 10) })).toMatchObject({ remove: [] });
    expect(planRemoval({ ...base, known, present: known.slice(0, 11) }).remove).toHaveLength(10);
    expect(planRemoval({ ...base, known: names(22), present: names(11) }).remove).toHaveLength(11);
    expect(planRemoval({ ...base, known: names(3), present: ["d0.md"] }).remove).toHaveLength(2);
    expect(planRemoval({ ...base, known, present: ["d0.md"], deleteMissing: true }).remove).toHaveLength(20);
  });
});
