import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import {
  APP_ID,
  BOT_USER,
  SCOPES,
  type SlackServer,
  signSlack,
  startSlackServer,
} from "#testing/slack/slack-server.ts";
import {
  type ConnectedWorkspace,
  callRoute,
  connectSlack,
  makeConnectedWorkspace,
  makeWorkspace,
  pushSlack,
  SIGNING_SECRET,
  useSlackApp,
} from "#testing/slack/slack-workspace.ts";
import { disconnectSlack } from "./connect/disconnect.ts";
import { getSlackConnection } from "./connect/get-connection.ts";
import { enqueueDelivery } from "./deliveries/enqueue-delivery.ts";
import { sendMessages } from "./deliveries/send-messages.ts";
import { sendToSlackJob } from "./jobs.ts";
import { findInstallation, findSlackPerson } from "./queries/installations.ts";

let slack: SlackServer;
let restore: () => void;

beforeAll(async () => {
  slack = await startSlackServer();
  restore = useSlackApp(slack);
});

afterAll(async () => {
  restore();
  await slack.close();
});

const never = new AbortController().signal;
/** Each test has an hour of its own, so that none waits for what the one before has set. */
let hour = Date.now();
beforeEach(() => {
  hour += 3_600_000;
});
const later = (ctx: Context, ms: number): Context => ({ ...ctx, now: () => new Date(hour + ms) });
const send = (ctx: Context, afterMs = 0) => sendMessages(later(ctx, afterMs), never);

function enqueue(ctx: Context, target: string, ...texts: string[]): Promise<void> {
  return transactionWithJobs(later(ctx, 0), [sendToSlackJob], async (tx, enqueueJob) => {
    for (const text of texts)
      await enqueueDelivery(tx, enqueueJob, { key: `${target} ${text}`, target, message: { text } });
  });
}

const textsIn = (channel: string) =>
  slack.posts.filter((post) => post.channel === channel).map(({ text }) => text);

const statesOf = (target: string) =>
  asOwner<{ state: string }>(
    `select state from platform.slack_deliveries where target = '${target}' order by position`,
  ).then((rows) => rows.map(({ state }) => state));

/** Channels of one test, so that tests share the server and not what they see there. */
let serial = 0;
const channel = (kind: "C" | "U") => {
  serial += 1;
  return `${kind}X${serial}`;
};

describe("connecting", () => {
  it("stores the token encrypted, greets the admin, and says so in the log of changes", async () => {
    const { ctx, slackTeamId } = await makeConnectedWorkspace(slack);
    const row = await findInstallation(ctx);
    expect(row).toMatchObject({ teamId: slackTeamId, appId: APP_ID, botUserId: BOT_USER, revokedAt: null });
    expect(row?.sealedToken).not.toContain(slack.lastToken());
    await send(ctx);
    expect(textsIn("DADA").at(-1)).toContain("Parley is connected");
    expect(await getSlackConnection(ctx)).toMatchObject({
      teamName: "Acme",
      deliveries: { sent: 1, waiting: 0 },
    });
    const audit = await asOwner<{ action: string }>(
      `select action from platform.audit_entries where action like 'slack.%' and target = '${slackTeamId}'`,
    );
    expect(audit.map(({ action }) => action)).toEqual(["slack.connected"]);
  });

  it("uses a state once, only in the session that asked for it", async () => {
    const made = await makeWorkspace();
    const other = await makeWorkspace();
    const cookie = `parley_session=${made.person.token}`;
    const start = () =>
      callRoute("slack/install", { query: `?tenant=${made.slug}`, headers: { cookie } }).then(
        (response) => new URL(response.headers.get("location") ?? "").searchParams.get("state") ?? "",
      );
    const finish = async (state: string, code: string, session = cookie) => {
      const query = `?${new URLSearchParams({ state, code })}`;
      const response = await callRoute("slack/callback", { query, headers: { cookie: session } });
      return response.headers.get("location") ?? "";
    };
    const state = await start();
    expect(await finish(state, slack.grant(), `parley_session=${other.person.token}`)).toMatch(/\/admin$/);
    expect(await finish(`${state.slice(0, -2)}AA`, slack.grant())).toMatch(/\/admin$/);
    expect(await findInstallation(made.ctx)).toBeNull();
    expect(await finish(state, slack.grant())).toMatch(/\/slack$/);
    expect(await finish(state, slack.grant())).toMatch(/problem=expired$/);
  });

  it("explains what Slack or another workspace does not allow", async () => {
    const first = await makeConnectedWorkspace(slack);
    const second = await makeWorkspace();
    const problemOf = async (grant: Parameters<typeof connectSlack>[2]) =>
      new URL(await connectSlack(slack, second, grant)).searchParams.get("problem");
    expect(await problemOf({ teamId: first.slackTeamId })).toBe("taken");
    expect(await problemOf({ isOrganization: true })).toBe("organization");
    expect(await problemOf({ scope: SCOPES.replace("im:history,", "") })).toBe("scopes");
    slack.script("oauth.v2.access", { status: 500 });
    expect(await problemOf({})).toBe("unavailable");
    expect(await findInstallation(second.ctx)).toBeNull();
    expect(await problemOf({})).toBeNull();
    expect(await problemOf({})).toBe("other");
    const orphans = await asOwner<{ count: string }>(
      "select count(*) from platform.addresses a where kind = 'slack' and not exists (select from platform.slack_installations i where i.team_id = a.value)",
    );
    expect(orphans[0]?.count).toBe("0");
  });

  it("is for admins, and closed without an app", async () => {
    const { person } = await makeWorkspace();
    const other = await makeWorkspace();
    const cookie = `parley_session=${person.token}`;
    const install = (headers: Record<string, string>) =>
      callRoute("slack/install", { query: `?tenant=${other.slug}`, headers });
    expect((await install({})).status).toBe(401);
    expect((await install({ cookie })).status).toBe(404);
    restore();
    expect((await pushSlack("events", "{}")).status).toBe(404);
    expect((await callRoute("slack/callback")).status).toBe(404);
    restore = useSlackApp(slack);
  });

  it("ends on both sides, and frees the Slack workspace for another", async () => {
    const { admin, slackTeamId } = await makeConnectedWorkspace(slack);
    await disconnectSlack(admin);
    expect(slack.calls.at(-1)?.method).toBe("auth.revoke");
    expect(await getSlackConnection(admin)).toBeNull();
    const second = await makeWorkspace();
    expect(await connectSlack(slack, second, { teamId: slackTeamId })).toMatch(/\/slack$/);
  });
});

describe("sending", () => {
  let workspace: ConnectedWorkspace;

  beforeAll(async () => {
    workspace = await makeConnectedWorkspace(slack);
    await send(workspace.ctx);
  });

  it("posts once each, in order, a second apart in one channel", async () => {
    const [one, other] = [channel("C"), channel("C")];
    await enqueue(workspace.ctx, one, "first", "second");
    await enqueue(workspace.ctx, one, "first");
    await enqueue(workspace.ctx, other, "elsewhere");
    await send(workspace.ctx);
    expect([textsIn(one), textsIn(other)]).toEqual([["first"], ["elsewhere"]]);
    await send(workspace.ctx, 2_000);
    await send(workspace.ctx, 4_000);
    expect(textsIn(one)).toEqual(["first", "second"]);
  });

  it("waits as long as Slack says (check-ins, test 15)", async () => {
    const one = channel("C");
    await enqueue(workspace.ctx, one, "a", "b");
    slack.script("chat.postMessage", { limited: 30 });
    await send(workspace.ctx);
    await send(workspace.ctx, 29_000);
    expect(textsIn(one)).toEqual([]);
    for (const ms of [31_000, 33_000]) await send(workspace.ctx, ms);
    expect(textsIn(one)).toEqual(["a", "b"]);
  });

  it("repeats what Slack did not take, and keeps the order (check-ins, test 15)", async () => {
    const one = channel("C");
    await enqueue(workspace.ctx, one, "a", "b");
    slack.script("chat.postMessage", { status: 503 });
    await send(workspace.ctx);
    expect(textsIn(one)).toEqual([]);
    for (const ms of [60_000, 62_000]) await send(workspace.ctx, ms);
    expect(textsIn(one)).toEqual(["a", "b"]);
  });

  it("never posts twice in a channel what may be there (check-ins, test 15)", async () => {
    const one = channel("C");
    await enqueue(workspace.ctx, one, "lost answer", "next");
    slack.script("chat.postMessage", "late");
    for (const ms of [0, 59_000, 70_000, 80_000]) await send(workspace.ctx, ms);
    expect(textsIn(one)).toEqual(["lost answer", "next"]);
    expect(await statesOf(one)).toEqual(["unknown", "sent"]);
  });

  it("looks in direct messages whether it is there: sent, or sent once more (check-ins, test 14)", async () => {
    const [there, gone] = [channel("U"), channel("U")];
    await enqueue(workspace.ctx, there, "hello");
    slack.script("chat.postMessage", "late");
    await send(workspace.ctx);
    await send(workspace.ctx, 61_000);
    expect(textsIn(`D${there.slice(1)}`)).toEqual(["hello"]);
    expect(await statesOf(there)).toEqual(["sent"]);
    await enqueue(workspace.ctx, gone, "hello");
    slack.script("chat.postMessage", "hang up");
    await send(workspace.ctx);
    expect(textsIn(`D${gone.slice(1)}`)).toEqual([]);
    for (const ms of [61_000, 63_000]) await send(workspace.ctx, ms);
    expect(textsIn(`D${gone.slice(1)}`)).toEqual(["hello"]);
    expect(await statesOf(gone)).toEqual(["sent"]);
  });

  it("gives up what Slack refuses, and goes on", async () => {
    const [closed, open] = [channel("C"), channel("C")];
    await enqueue(workspace.ctx, closed, "a");
    await enqueue(workspace.ctx, open, "b");
    slack.script("chat.postMessage", { error: "is_archived" });
    await send(workspace.ctx);
    expect([await statesOf(closed), textsIn(open)]).toEqual([["failed"], ["b"]]);
  });

  it("pauses once the token is revoked, and resumes with a new one", async () => {
    const own = await makeConnectedWorkspace(slack);
    await send(own.ctx);
    const one = channel("C");
    await enqueue(own.ctx, one, "a", "b");
    slack.script("chat.postMessage", { error: "token_revoked" });
    await send(own.ctx);
    expect(await statesOf(one)).toEqual(["failed", "failed"]);
    expect((await getSlackConnection(own.ctx))?.revokedAt).not.toBeNull();
    expect(await connectSlack(slack, own, { teamId: own.slackTeamId })).toMatch(/\/slack$/);
    await enqueue(own.ctx, one, "c");
    await send(own.ctx);
    expect(textsIn(one)).toEqual(["c"]);
  });
});

describe("the events door", () => {
  it("answers Slack's challenge, and acknowledges what it does not know", async () => {
    const { event } = await makeConnectedWorkspace(slack);
    const challenge = await pushSlack(
      "events",
      JSON.stringify({ type: "url_verification", challenge: "c1" }),
    );
    expect(await challenge.json()).toEqual({ challenge: "c1" });
    for (const body of [
      event({ type: "emoji_changed" }),
      event({ type: "message", channel_type: "channel" }),
      JSON.stringify({ type: "app_rate_limited" }),
      event({ type: "user_change" }, { team_id: "TNOBODY", authorizations: [] }),
    ])
      expect((await pushSlack("events", body)).status).toBe(200);
    expect((await pushSlack("events", "[]")).status).toBe(400);
  });

  it("refuses a changed body, another app's signature, an old one, and none (check-ins, test 16)", async () => {
    const { event } = await makeConnectedWorkspace(slack);
    const body = event({ type: "app_uninstalled" });
    const old = new Date(Date.now() - 301_000);
    for (const headers of [
      signSlack(`${body} `, SIGNING_SECRET),
      signSlack(body, "another-app-signing-secret"),
      signSlack(body, SIGNING_SECRET, old),
      {},
    ])
      expect((await pushSlack("events", body, headers)).status).toBe(401);
  });

  it("believes an end of the connection only from its own app, and not from before it began", async () => {
    const { ctx, event } = await makeConnectedWorkspace(slack);
    const isRevoked = async () => (await getSlackConnection(ctx))?.revokedAt !== null;
    const end = { type: "tokens_revoked", tokens: { bot: [BOT_USER] } };
    await pushSlack("events", event(end, { api_app_id: "A0OTHER" }));
    await pushSlack("events", event(end, { event_time: 1_700_000_000 }));
    await pushSlack("events", event({ type: "tokens_revoked", tokens: { bot: ["U0OTHER"] } }));
    expect(await isRevoked()).toBe(false);
    await pushSlack("events", event(end));
    expect(await isRevoked()).toBe(true);
  });

  it("ends only the connection of the workspace that sent it (check-ins, test 17)", async () => {
    const [one, other] = [await makeConnectedWorkspace(slack), await makeConnectedWorkspace(slack)];
    await pushSlack("events", one.event({ type: "app_uninstalled" }));
    expect((await getSlackConnection(other.ctx))?.revokedAt).toBeNull();
    expect(await findSlackPerson(other.ctx, "U1")).toBeNull();
  });
});
