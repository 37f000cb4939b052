import { describe, expect, it } from "vitest";
import * as schema from "#db/schema/index.ts";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { addressDb, tenantDb } from "./client.ts";
import { runScoped, type Scope } from "./scoped-query.ts";
import { storage } from "./storage.ts";

/** Looked up before admission, so readable without a tenant. They hold no tenant content. */
const publicTables = ["addresses", "formerAddresses"];
const tenantTables = Object.entries(schema).flatMap(([name, table]) =>
  typeof table === "object" && "tenantId" in table && !publicTables.includes(name) ? [{ name, table }] : [],
);

describe("tenants apart (invariants 1 to 4)", () => {
  it("knows every tenant table", () => {
    expect(tenantTables.length).toBeGreaterThan(8);
  });

  it("shows nothing and raises nothing with no tenant set, on fresh and used connections (TEN-16)", async () => {
    const { ctx } = await makeTenant();
    for (let round = 0; round < 3; round += 1) {
      for (const { table } of tenantTables) {
        expect(
          await addressDb()
            .select()
            .from(table as typeof schema.chatbots),
        ).toEqual([]);
      }
      expect(await tenantDb(ctx.tenantId).select().from(schema.chatbots)).toHaveLength(1);
      expect(await addressDb().select().from(schema.tenants)).toEqual([]);
    }
  });

  it("leaves neither tenant nor role behind on a connection that was used (TEN-16)", async () => {
    const { ctx } = await makeTenant();
    const { pool } = await storage();
    await Promise.all(Array.from({ length: 20 }, () => ctx.db.select().from(schema.chatbots)));
    await transaction(ctx, (tx) => tx.db.select().from(schema.chatbots));
    const left = await Promise.all(
      Array.from({ length: 20 }, () =>
        pool.query(
          "select coalesce(current_setting('app.tenant_id', true), '') as tenant, current_user = session_user as is_itself",
        ),
      ),
    );
    expect(left.flatMap(({ rows }) => rows)).toEqual(Array(20).fill({ tenant: "", is_itself: true }));
  });

  it("runs no statement whose role or tenant cannot be taken, and keeps the connection", async () => {
    const { ctx, chatbot } = await makeTenant();
    const { pool } = await storage();
    const connection = await pool.connect();
    try {
      const tenant = idToUuid(ctx.tenantId);
      const make = `insert into platform.addresses (kind, value, tenant_id, target_id) values ('showcase', $1, $2, 'x')`;
      const put = (scope: Scope) =>
        runScoped(connection, scope, { text: make, values: ["not-there", tenant] });
      await expect(put({ role: "nobody" as "parley_app", tenant })).rejects.toThrow("nobody");
      await expect(put({ role: "parley_app", tenant: "" })).rejects.toThrow("row-level security");
      await expect(put({ role: "parley_app", tenant: "no uuid" })).rejects.toThrow("uuid");
      const read = { text: "select id from platform.chatbots" };
      const { rows } = await runScoped(connection, { role: "parley_app", tenant }, read);
      expect(rows).toEqual([{ id: idToUuid(chatbot.id) }]);
      expect(
        (await connection.query("select from platform.addresses where value = 'not-there'")).rows,
      ).toEqual([]);
      await expect(
        runScoped(connection, { role: "parley_app", tenant }, { text: "select 1 / 0" }),
      ).rejects.toThrow("division");
      expect((await runScoped(connection, { role: "parley_app", tenant: "" }, read)).rows).toEqual([]);
    } finally {
      connection.release();
    }
  });

  it("keeps 200 interleaved readers and failed transactions with their own tenant (TEN-17)", async () => {
    const [a, b] = await Promise.all([makeTenant("A"), makeTenant("B")]);
    const work = Array.from({ length: 200 }, async (_, i) => {
      const { ctx, chatbot } = i % 2 ? a : b;
      if (i % 7 === 0) {
        await transaction(ctx, async (tx) => {
          await tx.db.select().from(schema.chatbots);
          throw new Error("rolled back");
        }).catch(() => undefined);
      }
      if (i % 11 === 0) await ctx.db.execute("select 1 / 0").catch(() => undefined);
      const rows = await ctx.db.select().from(schema.chatbots);
      expect(rows.map((row) => row.id)).toEqual([chatbot.id]);
    });
    await Promise.all(work);
  });

  it("refuses a row of another tenant, and one that points at another tenant's row (TEN-14)", async () => {
    const [a, b] = await Promise.all([makeTenant("A"), makeTenant("B")]);
    const row = { id: newId("src"), kind: "file" as const, origin: "x", name: "x" };
    const insert = (values: typeof schema.knowledgeSources.$inferInsert) =>
      b.ctx.db.insert(schema.knowledgeSources).values(values);
    await expect(insert({ ...row, tenantId: a.ctx.tenantId, chatbotId: a.chatbot.id })).rejects.toThrow();
    await expect(insert({ ...row, tenantId: b.ctx.tenantId, chatbotId: a.chatbot.id })).rejects.toThrow();
    await expect(
      insert({ ...row, tenantId: b.ctx.tenantId, chatbotId: b.chatbot.id }),
    ).resolves.toBeDefined();
  });

  it("lets only the tenant behind an address change it", async () => {
    const [a, b] = await Promise.all([makeTenant("A"), makeTenant("B")]);
    const changed = await b.ctx.db.update(schema.addresses).set({ targetId: "x" }).returning();
    expect(changed.map((row) => row.tenantId)).not.toContain(a.ctx.tenantId);
    const values = {
      kind: "showcase" as const,
      value: newId("msg"),
      tenantId: a.ctx.tenantId,
      targetId: "x",
    };
    await expect(b.ctx.db.insert(schema.addresses).values(values)).rejects.toThrow();
  });
});
