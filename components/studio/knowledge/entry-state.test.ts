import { expect, it } from "vitest";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { entryState, newerIngestion } from "./entry-state.ts";

const ingestion = (change: Partial<NonNullable<DocumentEntry["ingestion"]>>) => ({
  id: "ing",
  revision: 1,
  state: "queued" as const,
  outcome: null,
  reason: null,
  done: 0,
  total: 0,
  updatedAt: "2026-01-01T00:00:00.000Z",
  ...change,
});
const document = {
  id: "doc",
  title: "A",
  chunks: 3,
  hidden: 0,
  unread: 0,
  updatedAt: "2026-01-01T00:00:00.000Z",
};

it("never decreases the progress on the way to ready", () => {
  const way = [
    ingestion({}),
    ingestion({ state: "fetching" }),
    ingestion({ state: "parsing" }),
    ingestion({ state: "embedding", total: 10 }),
    ingestion({ state: "embedding", done: 5, total: 10 }),
    ingestion({ state: "ready", outcome: "created" }),
  ];
  const shares = way.map((one) => entryState({ ingestion: one, document: null }).share ?? -1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

it("returns how the ingestion ended", () => {
  expect(entryState({ ingestion: null, document })).toMatchObject({
    key: "readyPassages",
    values: { count: 3 },
  });
  const unchanged = ingestion({ state: "ready", outcome: "unchanged" });
  expect(entryState({ ingestion: unchanged, document })).toMatchObject({ key: "unchanged" });
  expect(entryState({ ingestion: ingestion({ state: "failed" }), document })).toMatchObject({
    tone: "failed",
  });
});

it("returns the later of two reports, and prefers a later request", () => {
  const first = ingestion({ updatedAt: "2026-01-01T00:00:05.000Z" });
  const second = ingestion({ revision: 2 });
  expect(newerIngestion(first, second)).toBe(second);
  expect(newerIngestion(first, ingestion({}))).toBe(first);
});
