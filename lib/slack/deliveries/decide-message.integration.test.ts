import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { type SlackServer, startSlackServer } from "#testing/slack/slack-server.ts";
import { makeConnectedWorkspace, useSlackApp } from "#testing/slack/slack-workspace.ts";
import { sendToSlackJob } from "../jobs.ts";
import { listSlackMembers } from "../people/list-slack-members.ts";
import type { MessageDecision } from "../schema.ts";
import { decideMessage } from "./decide-message.ts";
import { enqueueDelivery } from "./enqueue-delivery.ts";
import { getMessageState } from "./get-message-state.ts";
import { listTroubledMessages } from "./list-troubled.ts";
import { sendMessages } from "./send-messages.ts";

let slack: SlackServer;
let restore: () => void;
let ctx: Context;

beforeAll(async () => {
  slack = await startSlackServer();
  restore = useSlackApp(slack);
});

beforeEach(async () => {
  ({ ctx } = await makeConnectedWorkspace(slack));
});

afterAll(async () => {
  restore();
  await slack.close();
});

const start = Date.now();
const send = (afterMs = 0) =>
  sendMessages({ ...ctx, now: () => new Date(start + afterMs) }, new AbortController().signal);
const textsIn = (channel: string) =>
  slack.posts.filter((post) => post.channel === channel).map(({ text }) => text);

const decide = (id: string, decision: MessageDecision) =>
  decideMessage({ ...ctx, now: () => new Date(start + 61_000) }, id, decision);

/** Sends a message whose answer never comes. */
async function loseAnswer(channel: string): Promise<string> {
  await transactionWithJobs({ ...ctx, now: () => new Date(start) }, [sendToSlackJob], (tx, enqueue) =>
    enqueueDelivery(tx, enqueue, { key: channel, target: channel, message: { text: "digest" } }),
  );
  slack.script("chat.postMessage", "late");
  await send();
  await send(61_000);
  const [message] = await listTroubledMessages(ctx);
  expect(message).toMatchObject({ state: "unknown", to: channel, text: "digest", error: "no_answer" });
  return message?.id ?? "";
}

it("sends a message again that a person did not find in Slack, once however often they decide", async () => {
  const id = await loseAnswer("CAGAIN");
  const decisions = await Promise.allSettled([
    decide(id, { action: "send" }),
    decide(id, { action: "send" }),
  ]);
  expect(decisions.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await send(120_000);
  expect(textsIn("CAGAIN")).toEqual(["digest", "digest"]);
  expect(await listTroubledMessages(ctx)).toEqual([]);
  expect(await getMessageState(ctx, "CAGAIN")).toMatchObject({
    state: "sent",
    link: expect.stringMatching(/^https:\/\/slack\.com\/app_redirect\?team=T\w+&channel=CAGAIN$/),
  });
});

it("sends the newest text of a message, never one that was replaced since", async () => {
  const id = await loseAnswer("CNEWER");
  const edit = (key: string, text: string) =>
    transactionWithJobs({ ...ctx, now: () => new Date(start) }, [sendToSlackJob], (tx, enqueue) =>
      enqueueDelivery(tx, enqueue, { key, target: "CNEWER", message: { text }, editKey: "CNEWER" }),
    );
  await edit("CNEWER#1", "older edit");
  await edit("CNEWER#2", "removed");
  await decide(id, { action: "send" });
  await send(120_000);
  expect(textsIn("CNEWER")).toEqual(["digest", "removed"]);
  expect(await listTroubledMessages(ctx)).toEqual([]);
});

it("leaves a message alone that a person has seen, and one that failed and no longer matters", async () => {
  const id = await loseAnswer("CSEEN");
  await decide(id, { action: "seen" });
  expect(await listTroubledMessages(ctx)).toEqual([]);
  await expect(decide(id, { action: "send" })).rejects.toMatchObject({ code: "not_found" });
  await send(120_000);
  expect(textsIn("CSEEN")).toEqual(["digest"]);
});

it("knows nobody else's messages, and none that do not exist", async () => {
  const id = await loseAnswer("CMINE");
  const mine = ctx;
  ({ ctx } = await makeConnectedWorkspace(slack));
  for (const other of [id, newId("sld"), "none"])
    await expect(decide(other, { action: "seen" })).rejects.toMatchObject({ code: "not_found" });
  expect(await listTroubledMessages(ctx)).toEqual([]);
  expect(await listTroubledMessages(mine)).toHaveLength(1);
});

it("lists the people of the Slack workspace, or those who are known while Slack does not say", async () => {
  for (const [id, name] of [
    ["U2", "Zoe"],
    ["U1", "Ana"],
  ] as const)
    slack.addUser({ id, name, tz: "Europe/Berlin" });
  expect((await listSlackMembers(ctx))?.map(({ name }) => name)).toEqual(["Ana", "Zoe"]);
  slack.script("users.list", { status: 500 });
  expect(await listSlackMembers(ctx)).toEqual([]);
});
