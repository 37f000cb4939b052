import { join, resolve } from "node:path";
import type { Context } from "#lib/context/context.ts";
import { resetEnv } from "#lib/core/env.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { joinWorkspaceAs, makePerson, type TestPerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { APP_ID, BOT_USER, type SlackGrant, type SlackServer, signSlack } from "./slack-server.ts";

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

const names = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_API_URL"] as const;
export const SIGNING_SECRET = "slack-signing-secret-for-tests";

/** Gives this process a Slack app on the fake server. @returns a function that restores the environment */
export function useSlackApp({ url }: Pick<SlackServer, "url">): () => void {
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const set = (values: Partial<Record<(typeof names)[number], string | undefined>>) => {
    for (const name of names) {
      const value = values[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    resetEnv();
  };
  set({
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "client-secret",
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: url,
  });
  return () => set(before);
}

/** Calls a route of the app under /api. */
export async function callRoute(
  path: string,
  init: RequestInit & { query?: string } = {},
): Promise<Response> {
  const file = join(resolve("app/api"), path, "route.ts");
  const module = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  const request = new Request(`http://localhost/api/${path}/${init.query ?? ""}`, init);
  const handler = module[init.method ?? "GET"];
  if (!handler) throw new Error(`No ${init.method} in ${path}.`);
  return handler(request, { params: Promise.resolve({}) });
}

type Door = "events" | "command" | "interactive";

/** Sends what Slack would send to a door, signed. */
export function pushSlack(door: Door, body: string, headers = signSlack(body, SIGNING_SECRET)) {
  return callRoute(`slack/${door}`, { method: "POST", body, headers });
}

let serial = 0;

export type ConnectedWorkspace = {
  ctx: Context;
  /** An admin's context. */
  admin: Context;
  person: TestPerson;
  slug: string;
  slackTeamId: string;
  /** An event of this Slack workspace as Slack sends it; ids are new unless given. */
  event(event: object, more?: object): string;
  /** A direct message to the app. */
  message(user: string, text: string, more?: object): string;
};

/** Starts to connect, agrees in Slack, and follows Slack's redirect back. */
export async function connectSlack(
  slack: SlackServer,
  { person, slug }: { person: TestPerson; slug: string },
  grant: SlackGrant,
): Promise<string> {
  const cookie = `parley_session=${person.token}`;
  const started = await callRoute("slack/install", { query: `?tenant=${slug}`, headers: { cookie } });
  const state = new URL(started.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const query = `?${new URLSearchParams({ state, code: slack.grant(grant) })}`;
  const finished = await callRoute("slack/callback", { query, headers: { cookie } });
  return finished.headers.get("location") ?? "";
}

/** A workspace, and its admin. */
export async function makeWorkspace(name = "Acme"): Promise<{
  ctx: Context;
  admin: Context;
  person: TestPerson;
  slug: string;
}> {
  const { ctx } = await makeTenant(name);
  const person = await makePerson("Ada");
  const admin = await joinWorkspaceAs(ctx, person, "admin");
  return { ctx, admin, person, slug: (await getWorkspace(ctx)).slug };
}

/** A workspace that is connected to a Slack workspace of its own. */
export async function makeConnectedWorkspace(slack: SlackServer): Promise<ConnectedWorkspace> {
  const made = await makeWorkspace();
  serial += 1;
  const slackTeamId = `T${made.slug.replaceAll("-", "").toUpperCase()}${serial}`;
  const location = await connectSlack(slack, made, { teamId: slackTeamId, userId: "UADA" });
  if (!location.endsWith(`/admin/${made.slug}/slack`)) throw new Error(`Not connected: ${location}`);
  const event = (content: object, more: object = {}) => {
    serial += 1;
    return JSON.stringify({
      type: "event_callback",
      team_id: slackTeamId,
      api_app_id: APP_ID,
      event_id: `Ev${serial}${made.slug}`,
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [{ team_id: slackTeamId, user_id: BOT_USER, is_bot: true }],
      event: content,
      ...more,
    });
  };
  return {
    ...made,
    slackTeamId,
    event,
    message: (user, text, more) =>
      event(
        { type: "message", channel_type: "im", channel: `D${user.slice(1)}`, user, text, ts: `${serial}.1` },
        more,
      ),
  };
}
