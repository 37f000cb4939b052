import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CuttingProxy, startCuttingProxy } from "#e2e/fixtures/cutting-proxy.ts";
import { readSide } from "#lib/context/read-side.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import { resetEnv } from "#lib/core/env.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { closeStorage } from "./storage.ts";

let proxy: CuttingProxy;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  proxy = await startCuttingProxy(`tcp://${url.host}`);
  url.host = new URL(proxy.url).host;
  await reopen(url.toString());
  [tenant, other] = [await makeTenant(), await makeTenant()];
});

afterAll(async () => {
  await reopen("");
  await proxy.close();
});

async function reopen(readUrl: string): Promise<void> {
  process.env.DATABASE_READ_URL = readUrl;
  resetEnv();
  await closeStorage();
}

type Row = Record<string, unknown>;
/** Returns which connection answers. The read side's connection does not accept writes. */
const asked = async (ctx: TestTenant["ctx"]) =>
  (
    (await ctx.db.execute(
      sql`select current_setting('default_transaction_read_only') as read_only, current_user as role, (select count(*)::int from platform.chatbots) as chatbots`,
    )) as unknown as Row[]
  )[0];

it("answers reports, as the same role and for the same workspace alone", async () => {
  expect(await asked(readSide(tenant.ctx))).toEqual({ read_only: "on", role: "parley_app", chatbots: 1 });
  expect(await asked(readSide(other.ctx))).toMatchObject({ read_only: "on", chatbots: 1 });
  expect(await asked(tenant.ctx)).toMatchObject({ read_only: "off" });
  await transaction(tenant.ctx, async (tx) => expect(await asked(tx)).toMatchObject({ read_only: "off" }));
  const [row] = (await readSide(sealOperator()).db.execute(
    sql`select current_setting('default_transaction_read_only') as read_only, current_user as role`,
  )) as unknown as Row[];
  expect(row).toEqual({ read_only: "on", role: "parley_operator" });
});

it("takes no writes", async () => {
  await expect(
    readSide(tenant.ctx).db.execute(sql`update platform.chatbots set name = 'x'`),
  ).rejects.toMatchObject({ cause: { code: "25006" } });
});

it("is replaced by the first while it is away, and asked again when it is back", async () => {
  const reader = readSide(tenant.ctx);
  proxy.cut();
  for (let i = 0; i < 5; i += 1) {
    expect(await asked(reader)).toMatchObject({ read_only: "off", chatbots: 1 });
  }
  proxy.mend();
  await expect.poll(() => asked(reader)).toMatchObject({ read_only: "on" });
});

it("is replaced by the first where it is behind", async () => {
  await asOwner(`create function platform.is_behind() returns text language plpgsql as $$ begin
    if current_setting('default_transaction_read_only') = 'on' then
      raise exception 'conflict with recovery' using errcode = '40001';
    end if;
    return 'no';
  end $$`);
  const [row] = (await readSide(tenant.ctx).db.execute(
    sql`select platform.is_behind() as behind`,
  )) as unknown as Row[];
  expect(row).toEqual({ behind: "no" });
});
