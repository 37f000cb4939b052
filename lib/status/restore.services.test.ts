import { spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { restoreDatabase } from "#testing/postgres/restore.ts";
import { startOwnPostgres } from "#testing/postgres/services.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { OtherProcess } from "#testing/status/other-process.ts";
import { changeUpdate } from "./commands/change-update.ts";
import { registerTeam } from "./commands/register-team.ts";
import { submitUpdate } from "./commands/submit-update.ts";
import { forgetInCheckIns } from "./forget-in-check-ins.ts";
import { project } from "./projection/project.ts";
import { appendEvents, readHead } from "./queries/events.ts";
import { findLive } from "./queries/projections.ts";
import { registerTeamInput } from "./schema.ts";

let fresh: Awaited<ReturnType<typeof startOwnPostgres>>;

beforeAll(async () => {
  fresh = await startOwnPostgres();
});
afterAll(() => fresh.stop());

/** The command line on another database. */
async function parley(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ["cli/main.ts", ...args], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      output += text;
    });
  await once(child, "close");
  return output;
}

it("projects everything after a restore into a fresh cluster, where positions go on (6)", async () => {
  const { ctx } = await makeTenant();
  const members = [
    { name: "Ann", personId: "usr_ann" },
    { name: "Eve", personId: "usr_eve" },
  ];
  const team = { team_id: "platform", name: "Platform", slack_channel: "", members };
  await registerTeam(ctx, registerTeamInput.parse(team));
  const update = (update_id: string, author: string, personId?: string) =>
    submitUpdate(ctx, { team_id: "platform", content: update_id, author, update_id, personId });
  for (const id of ["u-1", "u-2", "u-3"]) await update(id, "Ann", "usr_ann");
  await update("u-eve", "Eve", "usr_eve");
  await changeUpdate(ctx, "u-1", { type: "edit", content: "u-1, edited" }, null);
  await changeUpdate(ctx, "u-2", { type: "remove" }, null);
  await forgetInCheckIns(ctx, "usr_eve");
  await project(ctx);
  const projected = (await findLive(ctx))?.position ?? 0;
  // Appended past the verb, which would project it: the dump is of a moment when projections are behind.
  const data = { updateId: "u-4", teamId: "platform", content: "u-4", author: "Ann", slackUser: "" };
  const submitted = {
    id: newId("evt"),
    type: "update.submitted",
    stream: "update/u-4",
    metadata: { schemaVersion: 1 },
    timestamp: new Date().toISOString(),
    data: { ...data, personId: null, roundDate: null },
  };
  await appendEvents(ctx, { events: [submitted], expected: [], key: null, requestHash: null });
  const head = await readHead(ctx);
  expect(head).toBe(projected + 1);

  const owner = await restoreDatabase(process.env.DATABASE_MIGRATION_URL ?? "", fresh.url);
  const login = new URL(owner);
  const before = new URL(process.env.DATABASE_URL ?? "");
  [login.username, login.password] = [before.username, before.password];
  const env = {
    ...process.env,
    DATABASE_URL: login.toString(),
    DATABASE_MIGRATION_URL: owner,
    REDIS_URL: "",
  };
  const restored = new pg.Client({ connectionString: owner });
  await restored.connect();
  const other = await OtherProcess.start(env);
  try {
    const { tenantId } = ctx;
    const tenant = [idToUuid(tenantId)];
    const contents = async () => {
      const { rows } = await restored.query<{ content: string }>(
        `select content from projections.status_updates u join projections.checkpoints c using (tenant_id, generation)
         where tenant_id = $1 and c.state = 'live' order by content`,
        tenant,
      );
      return rows.map(({ content }) => content);
    };
    expect(await contents()).toEqual(["u-1, edited", "u-3"]);
    expect(await other.ask({ kind: "project", tenantId })).not.toHaveProperty("error");
    expect(await contents()).toEqual(["u-1, edited", "u-3", "u-4"]);
    const next = await other.ask({ kind: "submit", tenantId, updateId: "u-5", content: "u-5" });
    expect(next.result).toMatchObject({ version: 1, position: head + 1 });
    // What was carried out before the dump is not carried out again.
    const again = await other.ask({ kind: "submit", tenantId, updateId: "u-3", content: "u-3" });
    expect(again.result).toMatchObject({ version: 1, position: 4 });
    const { slug } = await getWorkspace(ctx);
    const verify = () => parley(env, "projections:verify", "--tenant", slug);
    expect(await verify()).toContain(`equal at position ${head + 1}`);
    // Projections may be missing from a backup: they are made again.
    await restored.query("delete from projections.checkpoints where tenant_id = $1", tenant);
    expect(await contents()).toEqual([]);
    expect(await other.ask({ kind: "project", tenantId })).not.toHaveProperty("error");
    expect(await contents()).toEqual(["u-1, edited", "u-3", "u-4", "u-5"]);
    expect(await verify()).toContain(`equal at position ${head + 1}`);
  } finally {
    await other.kill();
    await restored.end();
  }
});
