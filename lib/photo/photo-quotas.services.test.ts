import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { PlanLimitsChange } from "#lib/core/plan-limits.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { makeJpeg } from "#lib/images/testing/photos.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { receivePhoto } from "./receive-photo.ts";

const RACERS = 6;
const WORKERS = "PHOTO_ANALYSIS_MAX_WORKERS";
const before = process.env[WORKERS];

beforeAll(() => {
  process.env[WORKERS] = String(RACERS);
  resetEnv();
});
afterAll(() => {
  if (before === undefined) delete process.env[WORKERS];
  else process.env[WORKERS] = before;
  resetEnv();
});

async function makeLimited(limits: PlanLimitsChange): Promise<TestTenant> {
  const tenant = await makeTenant("Photos");
  await updatePlan(sealOperator(), tenant.ctx.tenantId, { plan: "standard", limits });
  return tenant;
}

/** Uploads at once. @returns how many were received, and the codes of the others */
async function race({ ctx }: TestTenant): Promise<{ received: number; refusals: string[] }> {
  const photo = await makeJpeg();
  const ended = await Promise.allSettled(Array.from({ length: RACERS }, () => receivePhoto(ctx, photo)));
  const refusals = ended.flatMap((one) =>
    one.status === "rejected" ? [(one.reason as { code: string }).code] : [],
  );
  return { received: RACERS - refusals.length, refusals };
}

async function bytesOf({ ctx }: TestTenant): Promise<number[]> {
  const rows = await asOwner<{ bytes: number }>(
    "select bytes::int as bytes from platform.photo_analyses where tenant_id = $1",
    [idToUuid(ctx.tenantId)],
  );
  return rows.map(({ bytes }) => bytes);
}

async function filesOf({ ctx }: TestTenant): Promise<number> {
  const files: string[] = [];
  for await (const { key } of objectStore().list(`${ctx.tenantId}/photos`)) files.push(key);
  return files.length;
}

describe("photos uploaded at once", () => {
  it("never exceed the photos of a day together", async () => {
    const tenant = await makeLimited({ photos: 3 });
    expect(await race(tenant)).toEqual({ received: 3, refusals: ["limited", "limited", "limited"] });
    expect([(await bytesOf(tenant)).length, await filesOf(tenant)]).toEqual([3, 6]);
    expect(await race(tenant)).toMatchObject({ received: 0 });
  });

  it("never exceed the workspace's storage together, and leave no files of refused ones", async () => {
    const tenant = await makeLimited({});
    const { image } = await receivePhoto(tenant.ctx, await makeJpeg());
    const [bytes = 0] = await bytesOf(tenant);
    expect(bytes).toBeGreaterThan(image.length);
    const { used = 0 } = (await getQuotas(tenant.ctx)).find(({ name }) => name === "storageBytes") ?? {};
    const limits = { storageBytes: Math.ceil(used + 2.5 * bytes) };
    await updatePlan(sealOperator(), tenant.ctx.tenantId, { plan: "standard", limits });
    const { received, refusals } = await race(tenant);
    expect([received, new Set(refusals).size]).toEqual([2, 1]);
    expect([(await bytesOf(tenant)).length, await filesOf(tenant)]).toEqual([3, 6]);
  });
});
