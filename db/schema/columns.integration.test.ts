import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { operatorDb } from "../client.ts";
import { EMBEDDING_DIMENSIONS, toVector } from "./columns.ts";

it("a vector reaches Postgres float for float, a shorter one filled up with zeros", async () => {
  const given = [0.5, -0.25, 1e-7, -1, 0.015625];
  const [row] = (await operatorDb().execute(
    sql`select ${toVector(given)}::vector::text as text`,
  )) as unknown as {
    text: string;
  }[];
  const read = JSON.parse(row?.text ?? "[]") as number[];
  expect(read).toHaveLength(EMBEDDING_DIMENSIONS);
  expect(read.slice(0, given.length)).toEqual([0.5, -0.25, 1e-7, -1, 0.015625]);
  expect(read.slice(given.length).every((one) => one === 0)).toBe(true);
  expect(() => toVector(new Float32Array(EMBEDDING_DIMENSIONS + 1))).toThrow(RangeError);
});
