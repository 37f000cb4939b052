import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { sendMessages } from "#lib/slack/deliveries/send-messages.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import {
  APP_ID,
  BOT_USER,
  type SlackServer,
  signSlack,
  startSlackServer,
} from "#testing/slack/slack-server.ts";
import {
  type ConnectedWorkspace,
  makeConnectedWorkspace,
  pushSlack,
  SIGNING_SECRET,
  useSlackApp,
} from "#testing/slack/slack-workspace.ts";
import { changeRound } from "../commands/change-round.ts";
import { changeTeam } from "../commands/change-team.ts";
import { changeUpdate } from "../commands/change-update.ts";
import { registerTeam } from "../commands/register-team.ts";
import { submitUpdate } from "../commands/submit-update.ts";
import { forgetInCheckIns } from "../forget-in-check-ins.ts";
import { loadRound, loadTeam } from "../load.ts";
import type { Round } from "../model/round.ts";
import { project } from "../projection/project.ts";
import { rebuildProjections } from "../projection/rebuild-projections.ts";
import { findUpdates } from "../queries/reads.ts";
import { keepRoundsOf } from "../rounds/keep-rounds.ts";

let slack: SlackServer;
let restore: () => void;

beforeAll(async () => {
  slack = await startSlackServer();
  restore = useSlackApp(slack);
  for (const [id, name, tz] of [
    ["UANA", "Ana", "Europe/Berlin"],
    ["UBEN", "Ben", "America/New_York"],
  ] as const)
    slack.addUser({ id, name, tz });
});

afterAll(async () => {
  restore();
  await slack.close();
});

const never = new AbortController().signal;
const at = (ctx: Context, time: string): Context => ({ ...ctx, now: () => new Date(time) });

/** Lets the scheduler and the sender run at a moment. */
async function tick(ctx: Context, time: string): Promise<void> {
  await keepRoundsOf(at(ctx, time));
  await deliver(ctx, time);
}

/** Slack gets one message a second in a channel. */
async function deliver(ctx: Context, time: string): Promise<void> {
  for (let second = 0; second < 12; second += 2)
    await sendMessages(at(ctx, new Date(Date.parse(time) + second * 1_000).toISOString()), never);
}

type Made = ConnectedWorkspace & { teamId: string; channel: string };

let serial = 0;

/** A team of Ana and Ben on Berlin's clock, asked on weekdays at 09:30 until 17:00. */
async function makeTeam(settings: object = {}): Promise<Made> {
  const workspace = await makeConnectedWorkspace(slack);
  serial += 1;
  const made = { ...workspace, teamId: "design", channel: `C${serial}` };
  await registerTeam(workspace.ctx, {
    team_id: "design",
    name: "Design",
    slack_channel: made.channel,
    poll_schedule: "mon-fri 09:30",
    time_zone: "Europe/Berlin",
    clock: "team",
    closes_at: "17:00",
    members: [
      { name: "Ana", slackUser: "UANA", timeZone: "Europe/Berlin" },
      { name: "Ben", slackUser: "UBEN", timeZone: "America/New_York" },
    ],
    ...settings,
  });
  await project(workspace.ctx);
  return made;
}

/** Monday, March 2, 2026, on Berlin's clock. */
const berlin = (time: string, day = "02") =>
  new Date(Date.parse(`2026-03-${day}T${time}:00Z`) - 3_600_000).toISOString();

const updatesOf = async (ctx: Context) => {
  await project(ctx);
  return (await findUpdates(ctx, { limit: 100 })).map(({ content, author, roundDate }) => ({
    content,
    author,
    roundDate,
  }));
};

async function roundOf(ctx: Context, date = "2026-03-02"): Promise<Round> {
  return (await loadRound(ctx, "design", date)).state as Round;
}
const stateOf = (round: Round, name: string) => round.people.find((one) => one.name === name)?.state;

const channelOf = (channel: string) => slack.posts.filter((post) => post.channel === channel);
/** Direct messages that the app wrote to someone, from one moment of a test on. */
function inbox(user: string): () => string[] {
  const from = slack.posts.length;
  return () =>
    slack.posts
      .slice(from)
      .filter(({ channel }) => channel === `D${user.slice(1)}`)
      .map(({ text }) => text);
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const command = ({ slackTeamId }: Made, user: string, text: string) => {
  serial += 1;
  return form({
    team_id: slackTeamId,
    api_app_id: APP_ID,
    user_id: user,
    command: "/checkin",
    text,
    trigger_id: `trigger${serial}`,
  });
};
const press = ({ slackTeamId }: Made, user: string, action: string, value: object) => {
  serial += 1;
  return form({
    payload: JSON.stringify({
      type: "block_actions",
      api_app_id: APP_ID,
      team: { id: slackTeamId },
      user: { id: user },
      trigger_id: `trigger${serial}`,
      actions: [{ action_id: action, value: JSON.stringify(value) }],
    }),
  });
};
const submitForm = ({ slackTeamId }: Made, user: string, subject: object, answers: string[]) => {
  serial += 1;
  return form({
    payload: JSON.stringify({
      type: "view_submission",
      api_app_id: APP_ID,
      team: { id: slackTeamId },
      user: { id: user },
      trigger_id: `trigger${serial}`,
      view: {
        callback_id: "checkin.answer",
        private_metadata: JSON.stringify(subject),
        state: {
          values: Object.fromEntries(
            answers.map((value, index) => [
              `question${index}`,
              { answer: { type: "plain_text_input", value } },
            ]),
          ),
        },
      },
    }),
  });
};
const text = async (response: Promise<Response>) =>
  ((await (await response).json()) as { text?: string }).text ?? "";

describe("answers in Slack", () => {
  it("takes a direct message as the answer, with Slack's person as its author", async () => {
    const team = await makeTeam();
    const said = inbox("UANA");
    expect((await pushSlack("events", team.message("UANA", "Fixed &lt;b&gt; &amp; tests"))).status).toBe(200);
    const [update] = await updatesOf(team.ctx);
    expect(update).toMatchObject({ content: "Fixed <b> & tests", author: "Ana" });
    const stored = await asOwner<{ type: string }>(
      `select type from events.events where data ->> 'content' = 'Fixed <b> & tests' and data ->> 'slackUser' = 'UANA'`,
    );
    expect(stored.map(({ type }) => type)).toEqual(["update.submitted"]);
    await deliver(team.ctx, new Date().toISOString());
    expect(said()).toContain("Saved for *Design*.");
  });

  it("has one effect however often an event comes, also at once (check-ins, test 18)", async () => {
    const team = await makeTeam();
    const body = team.message("UANA", "Once");
    const answers = await Promise.all(Array.from({ length: 50 }, () => pushSlack("events", body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await updatesOf(team.ctx)).toHaveLength(1);
    const said = inbox("UANA");
    await deliver(team.ctx, new Date().toISOString());
    await pushSlack("events", body);
    await deliver(team.ctx, new Date().toISOString());
    expect(said().filter((one) => one.startsWith("Saved"))).toHaveLength(1);
  });

  it("ignores itself, bots, edits, channels, and people without a team (check-ins, test 17)", async () => {
    const [team, other] = [await makeTeam(), await makeTeam()];
    const message = { type: "message", channel_type: "im", channel: "D1", ts: "1.1" };
    for (const event of [
      { ...message, user: BOT_USER, text: "own" },
      { ...message, user: "UANA", bot_id: "B1", text: "bot" },
      { ...message, subtype: "message_changed", message: { user: "UANA", text: "edited" } },
      { ...message, channel_type: "channel", user: "UANA", text: "channel" },
    ])
      expect((await pushSlack("events", team.event(event))).status).toBe(200);
    const said = inbox("UEVE");
    await pushSlack("events", team.message("UEVE", "design: let me in"));
    await deliver(team.ctx, new Date().toISOString());
    expect(said().join()).toContain("aren't on a team yet");
    expect([await updatesOf(team.ctx), await updatesOf(other.ctx)]).toEqual([[], []]);
  });

  it("asks which team is meant, and takes the one that is named", async () => {
    const team = await makeTeam();
    await registerTeam(team.ctx, {
      team_id: "ops",
      name: "Operations <!here>",
      slack_channel: "",
      members: [{ name: "Ana", slackUser: "UANA", timeZone: null }],
    });
    await project(team.ctx);
    const said = inbox("UANA");
    await pushSlack("events", team.message("UANA", "all good"));
    await pushSlack("events", team.message("UANA", "Design: all good"));
    await deliver(team.ctx, new Date().toISOString());
    expect(said()[0]).toContain("*Design*, *Operations &lt;!here&gt;*");
    expect(await updatesOf(team.ctx)).toMatchObject([{ content: "all good" }]);
  });

  it("opens a form within the request, filled with the plan of the last update", async () => {
    const team = await makeTeam();
    const first = submitForm(team, "UANA", { teamId: "design", date: null }, ["Drew", "Draw more", ""]);
    expect(await (await pushSlack("interactive", first)).json()).toEqual({});
    const [update] = await updatesOf(team.ctx);
    expect(update?.content).toBe(
      "**What did you do since the last check-in?**\nDrew\n\n**What will you do next?**\nDraw more",
    );
    expect((await pushSlack("command", command(team, "UANA", ""))).status).toBe(200);
    const { view } = slack.views.at(-1) ?? {};
    expect(JSON.stringify(view)).toContain('"initial_value":"Draw more"');
    slack.script("views.open", { error: "expired_trigger_id" });
    expect(await text(pushSlack("command", command(team, "UANA", "answer")))).toContain("direct message");
    const empty = submitForm(team, "UANA", { teamId: "design", date: null }, ["", " ", ""]);
    expect(await (await pushSlack("interactive", empty)).json()).toMatchObject({ response_action: "errors" });
  });

  it("gives nobody another team by its id, nor another workspace's (check-ins, test 17)", async () => {
    const [team, other] = [await makeTeam(), await makeTeam()];
    const subject = { teamId: "design", date: "2026-03-02" };
    // Eve is in neither; in her own Slack workspace nobody knows Ana's team.
    const eve = await pushSlack("interactive", submitForm(team, "UEVE", subject, ["x"]));
    expect(await eve.json()).toMatchObject({ response_action: "errors" });
    await pushSlack("interactive", press(team, "UEVE", "checkin.skip", subject));
    const nowhere = { ...team, slackTeamId: "TNOWHERE" };
    await pushSlack("interactive", submitForm(nowhere, "UANA", subject, ["x"]));
    expect(await text(pushSlack("command", command(nowhere, "UANA", "skip")))).toContain("isn't connected");
    await pushSlack("interactive", submitForm(other, "UANA", subject, ["mine"]));
    expect(await updatesOf(team.ctx)).toEqual([]);
    expect(await updatesOf(other.ctx)).toHaveLength(1);
  });

  it("refuses what another app signed, and does a repeated request once (check-ins, test 16)", async () => {
    const team = await makeTeam();
    const body = submitForm(team, "UANA", { teamId: "design", date: null }, ["once"]);
    expect(
      (await pushSlack("interactive", body, signSlack(body, "another-apps-signing-secret"))).status,
    ).toBe(401);
    const headers = signSlack(body, SIGNING_SECRET);
    for (let time = 0; time < 3; time += 1) await pushSlack("interactive", body, headers);
    expect(await updatesOf(team.ctx)).toHaveLength(1);
    for (const broken of ["payload=%7B", "payload=[]", "x"])
      expect((await pushSlack("interactive", broken)).status).toBe(400);
  });

  it("sets people away and back, and helps", async () => {
    const team = await makeTeam();
    const say = (words: string) => text(pushSlack("command", command(team, "UANA", words)));
    const awayOf = async () => {
      const { state } = await loadTeam(team.ctx, "design");
      return state.kind === "active" ? state.members[0]?.away : undefined;
    };
    expect(await say("help")).toContain("/checkin away until");
    expect(await say("away until 2020-01-01")).toContain("Enter a date");
    expect(await say("away until tomorrow")).toContain("Enter a date");
    expect(await awayOf()).toBeNull();
    expect(await say("skip")).toContain("no open check-in");
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const { state } = await loadTeam(team.ctx, "design");
    const personId = state.kind === "active" ? (state.members[0]?.personId ?? "") : "";
    await changeRound(
      team.ctx,
      { teamId: "design", date },
      {
        type: "open",
        teamId: "design",
        date,
        closesAt: `${date}T16:00:00.000Z`,
        people: [{ personId, name: "Ana", state: "waiting", updateId: null }],
      },
    );
    await project(team.ctx);
    expect(await say(`away until ${until}`)).toContain(`through ${until}`);
    expect(await awayOf()).toMatchObject({ until });
    // An open round in that time no longer waits for the person.
    expect((await loadRound(team.ctx, "design", date)).state).toMatchObject({ people: [{ state: "away" }] });
    await say("back");
    expect(await awayOf()).toBeNull();
  });
});

describe("rounds in Slack", () => {
  it("asks, reminds who is missing, closes, and posts one digest with its thread", async () => {
    const team = await makeTeam();
    const [ana, ben] = [inbox("UANA"), inbox("UBEN")];
    await tick(team.ctx, berlin("09:29"));
    expect((await loadRound(team.ctx, "design", "2026-03-02")).state.kind).toBe("none");
    await tick(team.ctx, berlin("09:30"));
    await tick(team.ctx, berlin("09:31"));
    const asked = (texts: string[]) => texts.filter((one) => one.includes("time for your check-in")).length;
    expect([asked(ana()), asked(ben())]).toEqual([1, 1]);

    await submitUpdate(at(team.ctx, berlin("10:00")), {
      team_id: "design",
      content: "Drew <!channel> and <https://evil.test|a link>",
      author: "Ana",
      slack_user: "UANA",
    });
    await project(team.ctx);
    await tick(team.ctx, berlin("16:30"));
    await tick(team.ctx, berlin("16:31"));
    const reminded = (texts: string[]) => texts.filter((one) => one.includes("still open")).length;
    expect([reminded(ana()), reminded(ben())]).toEqual([0, 1]);

    await tick(team.ctx, berlin("17:00"));
    await tick(team.ctx, berlin("17:01"));
    const [digest, thread, ...more] = channelOf(team.channel);
    expect(more).toEqual([]);
    expect(digest?.text).toBe("*Design*: check-in on Monday, March 2");
    expect(digest?.blocks).toContain("Missing: Ben");
    expect(thread?.thread).toBe(digest?.ts);
    // Nothing that people write mentions a channel or makes a link (test 19).
    expect(`${digest?.blocks}${thread?.blocks}`).not.toMatch(/<!channel>|<https/);
    expect(thread?.blocks).toContain("&lt;!channel&gt;");
    expect(await roundOf(team.ctx)).toMatchObject({ kind: "closed", digest: { channel: team.channel } });
  });

  it("lets late answers join the thread, and changes edited and removed ones in place", async () => {
    const team = await makeTeam();
    const submit = (id: string, content: string, author: string, time: string) =>
      submitUpdate(at(team.ctx, time), {
        team_id: "design",
        content,
        author,
        update_id: id,
        personId: `slack:U${author.toUpperCase()}`,
        roundDate: "2026-03-02",
      });
    await tick(team.ctx, berlin("09:30"));
    await submit(`u-${team.slug}`, "First words", "Ana", berlin("10:00"));
    await project(team.ctx);
    await tick(team.ctx, berlin("17:00"));
    await submit(`v-${team.slug}`, "Late words", "Ben", berlin("18:00"));
    await changeUpdate(team.ctx, `u-${team.slug}`, { type: "edit", content: "Better words" }, null);
    await tick(team.ctx, berlin("18:10"));
    const shown = () =>
      channelOf(team.channel).map(({ blocks, thread }) => `${thread ? "reply" : "root"} ${blocks}`);
    expect(shown()).toHaveLength(3);
    expect(shown()[0]).toContain("Better words");
    expect(shown()[0]).toContain("Late words");
    expect(shown()[0]).not.toContain("Missing");
    expect(shown()[1]).toContain("Better words");
    expect(shown()[2]).toContain("reply");
    await changeUpdate(team.ctx, `u-${team.slug}`, { type: "remove" }, null);
    await tick(team.ctx, berlin("18:20"));
    expect(shown()).toHaveLength(3);
    expect(shown().join()).not.toContain("Better words");
    expect(shown()[1]).toContain("was removed");
  });

  it("takes an erased person out of the digest, and out of what is stored about Slack", async () => {
    const team = await makeTeam();
    await tick(team.ctx, berlin("09:30"));
    const subject = { teamId: "design", date: "2026-03-02" };
    await pushSlack("interactive", submitForm(team, "UANA", subject, ["Secret of Ana"]));
    await pushSlack("interactive", submitForm(team, "UBEN", subject, ["Words of Ben"]));
    await project(team.ctx);
    await tick(team.ctx, berlin("17:00"));
    const shown = () =>
      channelOf(team.channel)
        .map(({ text, blocks }) => `${text} ${blocks}`)
        .join();
    expect(shown()).toContain("Secret of Ana");
    await forgetInCheckIns(at(team.ctx, berlin("17:30")), "slack:UANA");
    await deliver(team.ctx, berlin("17:31"));
    expect(shown()).not.toMatch(/Ana/);
    expect(shown()).toContain("Words of Ben");
    const stored = await asOwner<{ row: string }>(
      "select d::text as row from platform.slack_deliveries d where tenant_id = $1 union all select p::text from platform.slack_people p where tenant_id = $1",
      [idToUuid(team.ctx.tenantId)],
    );
    expect(stored.map(({ row }) => row).filter((row) => /Ana|UANA/.test(row))).toEqual([]);
    expect(stored.length).toBeGreaterThan(3);
  });

  it("closes early once everyone has answered or skipped", async () => {
    const team = await makeTeam();
    await tick(team.ctx, berlin("09:30"));
    const subject = { teamId: "design", date: "2026-03-02" };
    await pushSlack("interactive", submitForm(team, "UANA", subject, ["done"]));
    await pushSlack("interactive", press(team, "UBEN", "checkin.skip", subject));
    await project(team.ctx);
    await tick(team.ctx, berlin("10:00"));
    expect(await roundOf(team.ctx)).toMatchObject({ kind: "closed" });
    expect(channelOf(team.channel)[0]?.blocks).toContain("Skipped: Ben");
  });

  it("counts an answer of the evening before, keeps free days and people who are away (check-ins, test 20)", async () => {
    const team = await makeTeam({ free_days: ["2026-03-03"] });
    await changeTeam(team.ctx, "design", {
      type: "set-away",
      personId: "slack:UBEN",
      away: { from: "2026-03-02", until: "2026-03-02" },
    });
    await submitUpdate(at(team.ctx, berlin("20:00", "01")), {
      team_id: "design",
      content: "Written on Sunday evening",
      author: "Ana",
      personId: "slack:UANA",
      roundDate: "2026-03-02",
    });
    const [ana, ben] = [inbox("UANA"), inbox("UBEN")];
    await project(team.ctx);
    await tick(team.ctx, berlin("09:30"));
    expect([ana(), ben()].flat().filter((one) => one.includes("time for"))).toEqual([]);
    const round = await roundOf(team.ctx);
    expect([stateOf(round, "Ana"), stateOf(round, "Ben")]).toEqual(["answered", "away"]);
    await tick(team.ctx, berlin("09:30", "03"));
    expect((await loadRound(team.ctx, "design", "2026-03-03")).state.kind).toBe("none");
  });

  it("opens no round for a team of nobody, nor while everyone is away", async () => {
    const team = await makeTeam();
    for (const personId of ["slack:UANA", "slack:UBEN"])
      await changeTeam(team.ctx, "design", {
        type: "set-away",
        personId,
        away: { from: "2026-03-02", until: "2026-03-02" },
      });
    await registerTeam(team.ctx, {
      team_id: "empty",
      name: "Empty",
      slack_channel: team.channel,
      poll_schedule: "daily 09:30",
      members: [],
    });
    await project(team.ctx);
    for (const time of ["09:30", "12:00", "17:00"]) await tick(team.ctx, berlin(time));
    for (const id of ["design", "empty"])
      expect((await loadRound(team.ctx, id, "2026-03-02")).state.kind).toBe("none");
    expect(channelOf(team.channel)).toEqual([]);
    await tick(team.ctx, berlin("09:30", "03"));
    expect((await loadRound(team.ctx, "design", "2026-03-03")).state.kind).toBe("open");
  });

  it("asks again after a snooze, and refuses one past the closing (check-ins, test 20)", async () => {
    const team = await makeTeam();
    const now = new Date();
    // Buttons are pressed by the wall clock, so the round is one of today.
    const hour = now.getUTCHours();
    const date = now.toISOString().slice(0, 10);
    await registerTeam(team.ctx, {
      team_id: "today",
      name: "Today",
      slack_channel: "",
      poll_schedule: `daily ${String(hour).padStart(2, "0")}:00`,
      time_zone: "UTC",
      clock: "team",
      closes_at: `${String((hour + 3) % 24).padStart(2, "0")}:00`,
      members: [{ name: "Ana", slackUser: "UANA", timeZone: null }],
    });
    await project(team.ctx);
    const start = new Date(`${date}T${String(hour).padStart(2, "0")}:00:00Z`);
    const ana = inbox("UANA");
    const asked = () => ana().filter((one) => one.includes("*Today*: time for")).length;
    await tick(team.ctx, start.toISOString());
    expect(asked()).toBe(1);
    const subject = { teamId: "today", date };
    const before = Date.now();
    const snooze = press(team, "UANA", "checkin.snooze.15", { ...subject, minutes: 15 });
    // However often it comes, it counts as one of the three.
    for (let time = 0; time < 3; time += 1) await pushSlack("interactive", snooze);
    const { state: snoozed } = await loadRound(team.ctx, "today", date);
    expect(snoozed.kind === "open" && snoozed.people[0]?.snoozes).toBe(1);
    const later = (minutes: number) => new Date(before + minutes * 60_000).toISOString();
    await project(team.ctx);
    await tick(team.ctx, later(14));
    expect(asked()).toBe(1);
    await tick(team.ctx, later(25));
    expect(asked()).toBe(2);
    await pushSlack("interactive", press(team, "UANA", "checkin.snooze.600", { ...subject, minutes: 600 }));
    await deliver(team.ctx, later(26));
    expect(ana().at(-1)).toContain("The round closes before that.");
  });

  it("takes a new zone over when no round is open, and waits for nobody who has left", async () => {
    const team = await makeTeam({ clock: "person" });
    const zoneOf = async () => {
      const { state } = await loadTeam(team.ctx, "design");
      return state.kind === "active" ? state.members[0]?.timeZone : null;
    };
    await tick(team.ctx, berlin("09:30"));
    const change = (user: object) => pushSlack("events", team.event({ type: "user_change", user }));
    await change({ id: "UANA", tz: "Asia/Kathmandu", profile: { display_name: "Ana" } });
    await change({ id: "UBEN", tz: "America/New_York", deleted: true });
    await tick(team.ctx, berlin("09:40"));
    expect(await zoneOf()).toBe("Europe/Berlin");
    await tick(team.ctx, berlin("23:00"));
    await tick(team.ctx, berlin("23:01"));
    expect(await zoneOf()).toBe("Asia/Kathmandu");
    await tick(team.ctx, berlin("04:45", "03"));
    const round = await roundOf(team.ctx, "2026-03-03");
    expect(round.people.map(({ name, state }) => `${name} ${state}`)).toEqual(["Ana asked"]);
  });

  it("posts nothing when projections are rebuilt, nor when the scheduler runs again (check-ins, test 9)", async () => {
    const team = await makeTeam();
    await tick(team.ctx, berlin("09:30"));
    await tick(team.ctx, berlin("17:00"));
    const before = slack.calls.length;
    await rebuildProjections(team.ctx);
    await Promise.all([1, 2, 3].map(() => keepRoundsOf(at(team.ctx, berlin("17:01")))));
    await sendMessages(at(team.ctx, berlin("17:02")), never);
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual([]);
  });

  it("goes on without Slack after the connection was ended", async () => {
    const team = await makeTeam();
    await pushSlack("events", team.event({ type: "app_uninstalled" }));
    const before = slack.calls.length;
    await tick(team.ctx, berlin("09:30"));
    await tick(team.ctx, berlin("17:00"));
    expect(await roundOf(team.ctx)).toMatchObject({ kind: "closed", digest: null });
    expect(slack.calls.slice(before)).toEqual([]);
  });
});
