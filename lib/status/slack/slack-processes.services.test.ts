import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { enqueueDelivery } from "#lib/slack/deliveries/enqueue-delivery.ts";
import { sendMessages } from "#lib/slack/deliveries/send-messages.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import type { SlackAnswer, SlackTask } from "#testing/slack/slack-process.ts";
import { type SlackServer, startSlackServer } from "#testing/slack/slack-server.ts";
import { makeConnectedWorkspace, pushSlack, useSlackApp } from "#testing/slack/slack-workspace.ts";
import { changeRound } from "../commands/change-round.ts";
import { registerTeam } from "../commands/register-team.ts";
import { submitUpdate } from "../commands/submit-update.ts";
import { loadRound, loadTeam } from "../load.ts";
import { rateMood } from "../mood/rate-mood.ts";
import { project } from "../projection/project.ts";
import { readPoints } from "../rounds/digest-points.ts";
import { postDigest } from "../rounds/post-digest.ts";
import { listRoundUpdates } from "../rounds/round-updates.ts";

const PEOPLE = Array.from({ length: 8 }, (_, index) => ({
  name: `Person ${index}`,
  slackUser: `UP${index}`,
  timeZone: "UTC",
}));
const never = new AbortController().signal;

let slack: SlackServer;
let restore: () => void;

beforeAll(async () => {
  slack = await startSlackServer();
  restore = useSlackApp(slack);
  for (const { slackUser: id, name } of PEOPLE) slack.addUser({ id, name, tz: "UTC" });
});

afterAll(async () => {
  restore();
  await slack.close();
});

/** Another Parley process on the same database and the same Slack. */
class Worker {
  readonly child: ChildProcess = fork("testing/slack/slack-process.ts", { env: process.env });
  readonly ready = once(this.child, "message");
  readonly #hear = new Map<number, (answer: SlackAnswer) => void>();
  #number = 0;

  constructor() {
    this.child.on("message", (answer: SlackAnswer) => this.#hear.get(answer.number)?.(answer));
  }

  run(kind: SlackTask["kind"], { tenantId }: Context, at: Date, body?: string): Promise<SlackAnswer> {
    this.#number += 1;
    const number = this.#number;
    const answer = new Promise<SlackAnswer>((resolve) => this.#hear.set(number, resolve));
    this.child.send({ number, kind, tenantId, at: at.toISOString(), body } satisfies SlackTask);
    return answer;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }
}

async function withWorkers<T>(count: number, work: (workers: Worker[]) => Promise<T>): Promise<T> {
  const workers = Array.from({ length: count }, () => new Worker());
  try {
    await Promise.all(workers.map(({ ready }) => ready));
    return await work(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
  }
}

const countEvents = async ({ tenantId }: Context) =>
  Object.fromEntries(
    (
      await asOwner<{ type: string; count: string }>(
        `select type, count(*) from events.events where tenant_id = '${idToUuid(tenantId)}' group by type`,
      )
    ).map(({ type, count }) => [type, Number(count)]),
  );

describe("several processes", () => {
  it("ask everyone once, and post one digest", async () => {
    const { ctx } = await makeConnectedWorkspace(slack);
    await registerTeam(ctx, {
      team_id: "all",
      name: "All",
      slack_channel: "CALL",
      poll_schedule: "daily 09:00",
      time_zone: "UTC",
      clock: "team",
      closes_at: "12:00",
      members: PEOPLE,
    });
    await project(ctx);
    await withWorkers(3, async (workers) => {
      for (const time of ["09:00", "09:01", "11:30", "12:00", "12:01"]) {
        const at = new Date(`2026-03-02T${time}:00Z`);
        const kept = await Promise.all(workers.map((worker) => worker.run("keep", ctx, at)));
        expect(kept.flatMap(({ error }) => error ?? [])).toEqual([]);
      }
      for (let second = 0; second < 10; second += 1) {
        const at = new Date(Date.now() + second * 2_000);
        await Promise.all(workers.map((worker) => worker.run("send", ctx, at)));
      }
    });
    expect(await countEvents(ctx)).toEqual({
      "team.registered": 1,
      "round.opened": 1,
      "round.asked": PEOPLE.length,
      "round.reminded": PEOPLE.length,
      "round.closed": 1,
      "round.digest-posted": 1,
    });
    for (const { slackUser } of PEOPLE) {
      const texts = slack.posts
        .filter(({ channel }) => channel === `D${slackUser.slice(1)}`)
        .map(({ text }) => text);
      expect(texts).toEqual([
        "*All*: time for your check-in.",
        "*All*: your check-in is still open and closes soon.",
      ]);
    }
    expect(slack.posts.filter(({ channel }) => channel === "CALL")).toHaveLength(1);
  });

  it("post one digest when it is written and listed at the same time", async () => {
    const { ctx } = await makeConnectedWorkspace(slack);
    const teams = Array.from({ length: 5 }, (_, index) => `team${index}`);
    for (const team_id of teams) {
      await registerTeam(ctx, { team_id, name: team_id, slack_channel: `C${team_id}`, members: PEOPLE });
      const [round, person] = [
        { teamId: team_id, date: "2026-03-02" },
        { personId: "slack:UP0", name: "P" },
      ];
      const closesAt = "2026-03-02T12:00:00.000Z";
      const waiting = { ...person, state: "waiting" as const, updateId: null };
      await changeRound(ctx, round, { type: "open", ...round, closesAt, people: [waiting] });
      await submitUpdate(ctx, {
        team_id,
        content: "Done",
        author: "P",
        update_id: team_id,
        personId: "slack:UP0",
        roundDate: round.date,
      });
      await changeRound(ctx, round, { type: "close", reason: "time" });
    }
    await project(ctx);
    await Promise.all(
      teams.map(async (teamId) => {
        const { state: team } = await loadTeam(ctx, teamId);
        const { state: round } = await loadRound(ctx, teamId, "2026-03-02");
        if (team.kind === "none" || round.kind === "none") throw new Error("missing");
        const point = readPoints("- All done [1]", await listRoundUpdates(ctx, teamId, round.date));
        expect(point).toHaveLength(1);
        await Promise.all([postDigest(ctx, team, round, point), postDigest(ctx, team, round)]);
        // Whichever was first, later runs keep it.
        await postDigest(ctx, team, round);
      }),
    );
    expect(await countEvents(ctx)).toMatchObject({ "round.digest-posted": teams.length });
    const [row] = await asOwner<{ count: string }>(
      `select count(*) from platform.slack_deliveries where tenant_id = '${idToUuid(ctx.tenantId)}' and target like 'Cteam%'`,
    );
    expect(Number(row?.count)).toBe(2 * teams.length);
  });

  it("keep no token of a mood that is said while the round closes", async () => {
    const { ctx } = await makeConnectedWorkspace(slack);
    const round = { teamId: "calm", date: "2026-03-02" };
    await registerTeam(ctx, {
      team_id: "calm",
      name: "Calm",
      slack_channel: "",
      mood: true,
      members: PEOPLE,
    });
    const ids = PEOPLE.map(({ slackUser }) => `slack:${slackUser}`);
    const people = ids.map((personId) => ({
      personId,
      name: "P",
      state: "waiting" as const,
      updateId: null,
    }));
    await changeRound(ctx, round, { type: "open", ...round, closesAt: "2026-03-02T12:00:00.000Z", people });
    const [rated] = await Promise.all([
      Promise.all(
        ids.map((personId) => transaction(ctx, (tx) => rateMood(tx, { ...round, personId, mood: "good" }))),
      ),
      transaction(ctx, (tx) => changeRound(tx, round, { type: "close", reason: "time" })),
    ]);
    const [row] = await asOwner<{ salt: string | null; counts: number[]; tokens: string }>(
      `select salt, counts, (select count(*) from platform.mood_tokens t where t.tenant_id = r.tenant_id) as tokens
       from platform.mood_rounds r where tenant_id = '${idToUuid(ctx.tenantId)}'`,
    );
    expect(row).toEqual({
      salt: null,
      counts: [0, rated.filter(Boolean).length, 0, 0, 0],
      tokens: expect.anything(),
    });
    expect(Number(row?.tokens)).toBe(0);
  });

  it("handle an event once, wherever it arrives, also 50 times and after a restart (check-ins, test 18)", async () => {
    const { ctx, message } = await makeConnectedWorkspace(slack);
    await registerTeam(ctx, { team_id: "all", name: "All", slack_channel: "", members: PEOPLE });
    await project(ctx);
    const body = message("UP0", "once");
    // The second is killed while it handles what the first handles too.
    await withWorkers(2, async ([one, other]) => {
      const received = Array.from({ length: 25 }, () => one?.run("receive", ctx, new Date(), body));
      for (let time = 0; time < 10; time += 1) void other?.run("receive", ctx, new Date(), body);
      await other?.kill();
      expect((await Promise.all(received)).flatMap((answer) => answer?.error ?? [])).toEqual([]);
    });
    await withWorkers(1, async ([restarted]) => {
      const received = Array.from({ length: 25 }, () => restarted?.run("receive", ctx, new Date(), body));
      const answers = await Promise.all(Array.from({ length: 20 }, () => pushSlack("events", body)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect((await Promise.all(received)).flatMap((answer) => answer?.error ?? [])).toEqual([]);
    });
    expect(await countEvents(ctx)).toMatchObject({ "update.submitted": 1 });
  });

  it("find what a killed one had posted, and post it no second time (check-ins, test 14)", async () => {
    const { ctx } = await makeConnectedWorkspace(slack);
    await sendMessages(ctx, never);
    const targets = ["UKILLED", "CKILLED"];
    await transactionWithJobs(ctx, [sendToSlackJob], async (tx, enqueue) => {
      for (const target of targets)
        await enqueueDelivery(tx, enqueue, { key: target, target, message: { text: "posted" } });
    });
    const posted = () => slack.posts.filter(({ text }) => text === "posted").map(({ channel }) => channel);
    for (const [index] of targets.entries()) {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      slack.script("chat.postMessage", { heldUntil: held });
      await withWorkers(1, async ([worker]) => {
        void worker?.run("send", ctx, new Date());
        await expect.poll(posted).toHaveLength(index + 1);
        await worker?.kill();
      });
      release();
    }
    const later = { ...ctx, now: () => new Date(Date.now() + 120_000) };
    await sendMessages(later, never);
    expect(posted()).toEqual(["DKILLED", "CKILLED"]);
    const rows = await asOwner<{ target: string; state: string }>(
      "select target, state from platform.slack_deliveries where target like '%KILLED' order by position",
    );
    expect(rows).toEqual([
      { target: "UKILLED", state: "sent" },
      { target: "CKILLED", state: "unknown" },
    ]);
  });
});
