import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { OtherProcess } from "#testing/status/other-process.ts";
import { registerTeam } from "./commands/register-team.ts";
import { submitUpdate } from "./commands/submit-update.ts";
import { updateTeam } from "./commands/update-team.ts";
import { applyEvents } from "./projection/apply-events.ts";
import { project } from "./projection/project.ts";
import { rebuildProjections } from "./projection/rebuild-projections.ts";
import { verifyProjections } from "./projection/verify-projections.ts";
import { appendEvents, readAfter, readHead } from "./queries/events.ts";
import { findLive } from "./queries/projections.ts";
import { findTeam, findUpdates } from "./queries/reads.ts";
import { registerTeamInput } from "./schema.ts";

const team = registerTeamInput.parse({ team_id: "platform", name: "Platform", slack_channel: "#platform" });
const update = (content: string, more: object = {}) => ({
  team_id: "platform",
  content,
  author: "Ann",
  ...more,
});

const others: OtherProcess[] = [];

async function startProcess(): Promise<OtherProcess> {
  const other = await OtherProcess.start();
  others.push(other);
  return other;
}

afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.kill()));
});

const outcomes = async (work: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(work);
  return settled
    .map((one) => (one.status === "fulfilled" ? "ok" : (one.reason as { code?: string }).code))
    .sort();
};
const sameAsFold = async (ctx: Context) => {
  const { differences, hash } = await verifyProjections(ctx);
  expect(differences).toEqual([]);
  expect(hash.projected).toBe(hash.folded);
};
const allContents = async (ctx: Context) =>
  (await findUpdates(ctx, { limit: 10_000 })).map(({ content }) => content).sort();

describe("the store", () => {
  it("accepts one of 20 parallel appends with one expected version (1)", async () => {
    const { ctx } = await makeTenant();
    const once = ["conflict", "ok"].flatMap((code) => Array(code === "ok" ? 1 : 19).fill(code));
    expect(await outcomes(Array.from({ length: 20 }, () => registerTeam(ctx, team)))).toEqual(once);
    const changes = Array.from({ length: 20 }, (_, index) =>
      updateTeam(ctx, { team_id: "platform", version: 1, name: `Name ${index}` }),
    );
    expect(await outcomes(changes)).toEqual(once);
    expect((await readAfter(ctx, 0, 100)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it("projects every event of slow, rolled-back and fast appends once (2)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team);
    const rolledBack = new Error("rolled back");
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; index < 12; index += 1) {
        const content = `${writer}-${index}`;
        const kind = (writer + index) % 3;
        if (kind === 0) await submitUpdate(ctx, update(content));
        else
          await transaction(ctx, async (tx) => {
            await submitUpdate(tx, update(content));
            // Holds the tenant's head while others wait for it and the projector reads.
            await readAfter(tx, 0, 1_000);
            if (kind === 2) throw rolledBack;
          }).catch((error: unknown) => {
            if (error !== rolledBack) throw error;
          });
        if (writer % 2) await applyEvents(ctx);
      }
    });
    await Promise.all(writers);
    await project(ctx);
    const expected = Array.from({ length: 8 * 12 }, (_, at) => [Math.floor(at / 12), at % 12] as const)
      .filter(([writer, index]) => (writer + index) % 3 !== 2)
      .map(([writer, index]) => `${writer}-${index}`)
      .sort();
    expect(await allContents(ctx)).toEqual(expected);
    const positions = (await readAfter(ctx, 0, 10_000)).map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: expected.length + 1 }, (_, index) => index + 1));
    await sameAsFold(ctx);
  });

  it("carries out one request under one key, also in two processes (10)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team);
    const [one, other] = await Promise.all([startProcess(), startProcess()]);
    const { tenantId } = ctx;
    const asked = Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? one : other).ask({ kind: "submit", tenantId, key: "k", content: "Once" }),
    );
    const named = Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? one : other).ask({ kind: "submit", tenantId, updateId: "u-1", content: "Named" }),
    );
    for (const answers of [await Promise.all(asked), await Promise.all(named)]) {
      expect(answers.filter(({ error }) => error)).toEqual([]);
      expect(new Set(answers.map(({ result }) => JSON.stringify(result))).size).toBe(1);
    }
    await project(ctx);
    expect(await allContents(ctx)).toEqual(["Named", "Once"]);
  });
});

describe("a projector", () => {
  async function behind(count: number) {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team);
    await project(ctx);
    // Appended past the verb, which would project them.
    const events = Array.from({ length: count }, (_, index) => ({
      id: newId("evt"),
      type: "update.submitted",
      stream: `update/u-${index}`,
      metadata: { schemaVersion: 1 },
      timestamp: new Date().toISOString(),
      data: {
        updateId: `u-${index}`,
        teamId: "platform",
        content: `u-${index}`,
        author: "Ann",
        slackUser: "",
        personId: null,
        roundDate: null,
      },
    }));
    await appendEvents(ctx, { events, expected: [], key: null, requestHash: null });
    return ctx;
  }

  it("that is killed between its writes and its checkpoint leaves nothing half (3)", async () => {
    const ctx = await behind(40);
    const other = await startProcess();
    expect(await other.ask({ kind: "hold", tenantId: ctx.tenantId })).toMatchObject({ result: 40 });
    expect(await allContents(ctx)).toEqual([]);
    expect(await applyEvents(ctx)).toBe("busy");
    await other.kill();
    await project(ctx);
    expect(await allContents(ctx)).toHaveLength(40);
    await sameAsFold(ctx);
  });

  it("that is frozen is replaced, and its late commit is refused (4)", async () => {
    const ctx = await behind(40);
    const other = await startProcess();
    await other.ask({ kind: "hold", tenantId: ctx.tenantId });
    other.child.kill("SIGSTOP");
    try {
      // Postgres ends a transaction that has been idle for ten seconds, and with it the lock.
      await expect.poll(async () => applyEvents(ctx)).toBe("done");
      expect(await allContents(ctx)).toHaveLength(40);
    } finally {
      other.child.kill("SIGCONT");
    }
    const late = await other.ask({ kind: "release", tenantId: ctx.tenantId });
    expect(late.error).toBeDefined();
    await sameAsFold(ctx);
    await submitUpdate(ctx, update("Later"));
    await project(ctx);
    await sameAsFold(ctx);
  });

  it("is the only writer, however many project at once", async () => {
    const ctx = await behind(1_200);
    const more = await Promise.all([startProcess(), startProcess()]);
    await Promise.all([
      project(ctx),
      ...more.map((other) => other.ask({ kind: "project", tenantId: ctx.tenantId })),
    ]);
    expect(await findLive(ctx)).toMatchObject({ position: await readHead(ctx) });
    await sameAsFold(ctx);
  });
});

describe("a rebuild", () => {
  it("under writes never shows half, and ends equal to the fold (5)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team);
    for (let index = 0; index < 30; index += 1) await submitUpdate(ctx, update(`before ${index}`));
    await project(ctx);
    let isRunning = true;
    const seen: number[] = [];
    const reader = (async () => {
      while (isRunning) {
        const [found, rows] = await Promise.all([findTeam(ctx, "platform"), allContents(ctx)]);
        seen.push(found ? rows.length : 0);
      }
    })();
    const writer = (async () => {
      for (let index = 0; index < 40; index += 1) await submitUpdate(ctx, update(`during ${index}`));
    })();
    for (let round = 0; round < 3; round += 1) await rebuildProjections(ctx);
    await writer;
    isRunning = false;
    await reader;
    await project(ctx);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((count) => count < 30)).toEqual([]);
    expect(await allContents(ctx)).toHaveLength(70);
    await sameAsFold(ctx);
  });

  it("of two at once, one wins, and one generation is left", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team);
    await submitUpdate(ctx, update("x"));
    // The verbs project in the background, which the first time is a rebuild too.
    await project(ctx);
    const codes = await outcomes([rebuildProjections(ctx), rebuildProjections(ctx), rebuildProjections(ctx)]);
    expect(codes).toContain("ok");
    expect(codes.filter((code) => code !== "ok" && code !== "conflict")).toEqual([]);
    await sameAsFold(ctx);
    const rows = await asOwner<{ state: string }>(
      "select state from projections.checkpoints where tenant_id = $1",
      [idToUuid(ctx.tenantId)],
    );
    expect(rows).toEqual([{ state: "live" }]);
  });
});
