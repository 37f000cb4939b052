import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { storage } from "./storage.ts";

it("statements known by name go on after their connection was lost", async () => {
  const ask = () => sealOperator().db.execute(sql`select 'still here' as answer`);
  await ask();
  const { pool } = await storage();
  const connection = await pool.connect();
  connection.release(new Error("lost"));
  expect(await ask()).toEqual([{ answer: "still here" }]);
  await expect(pool.query("select nothing from nowhere")).rejects.toThrow("nowhere");
  expect(await ask()).toEqual([{ answer: "still here" }]);
});
