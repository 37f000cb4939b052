import { joinByApi, joinDemo, owner, Person } from "#e2e/fixtures/person.ts";
import { appRoutes } from "#e2e/fixtures/routes.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { allows, type Permission } from "#lib/access/permissions.ts";

type Admits =
  | { member: Permission }
  | "operator"
  | "person"
  /** Leads to the only workspace, else lets them choose. */
  | "own workspace"
  /** Leads to the workspace of the person that has it. */
  | "where it is"
  | "half"
  | "end user"
  | "guest with an account"
  | "everybody"
  | "development";
const member = (permission: Permission): Admits => ({ member: permission });

const pages: Record<string, Admits> = {
  "/": "everybody",
  "/account": "person",
  "/admin": "own workspace",
  "/admin/[tenant]": member("chatbots:read"),
  "/admin/[tenant]/audit": member("audit:read"),
  "/admin/[tenant]/chatbots/[id]": member("chatbots:read"),
  "/admin/[tenant]/chatbots/new": member("chatbots:write"),
  "/admin/[tenant]/feedback": member("conversations:read"),
  "/admin/[tenant]/analytics": member("conversations:read"),
  "/admin/[tenant]/inbox": member("conversations:read"),
  "/admin/[tenant]/inbox/[id]": member("conversations:read"),
  "/admin/[tenant]/inbox/unanswered": member("conversations:read"),
  "/admin/[tenant]/inbox/unanswered/[gap]": member("conversations:read"),
  "/admin/[tenant]/keys": member("keys:read"),
  "/admin/[tenant]/knowledge": member("knowledge:read"),
  "/admin/[tenant]/knowledge/[source]": member("knowledge:read"),
  "/admin/[tenant]/knowledge/[source]/[document]": member("knowledge:read"),
  "/admin/[tenant]/knowledge/search": member("knowledge:read"),
  "/admin/[tenant]/members": member("members:read"),
  "/admin/[tenant]/models": member("workspace:write"),
  "/admin/[tenant]/people": member("people:read"),
  "/admin/[tenant]/rooms": member("conversations:read"),
  "/admin/[tenant]/rooms/defaults": member("conversations:read"),
  "/admin/[tenant]/rooms/log": member("conversations:read"),
  "/admin/[tenant]/rooms/payments": member("conversations:read"),
  "/admin/[tenant]/rooms/reports": member("conversations:read"),
  "/admin/[tenant]/settings": member("workspace:read"),
  "/admin/[tenant]/slack": member("workspace:write"),
  "/admin/[tenant]/teams": member("checkins:read"),
  "/admin/[tenant]/new-team": member("checkins:write"),
  "/admin/[tenant]/teams/[team]": member("checkins:read"),
  "/admin/[tenant]/teams/[team]/settings": member("checkins:write"),
  "/admin/[tenant]/updates": member("checkins:read"),
  "/admin/[tenant]/updates/[update]": member("checkins:read"),
  "/admin/[tenant]/usage": member("usage:read"),
  "/c/[chatbot]": "everybody",
  "/c/[chatbot]/account": "end user",
  "/c/[chatbot]/join": "guest with an account",
  "/dev/mail": "development",
  "/forgot": "everybody",
  "/unsubscribe": "everybody",
  "/invitation": "everybody",
  "/ops": "operator",
  "/r/[code]": "everybody",
  "/reset": "everybody",
  "/rooms/new": "everybody",
  "/second-factor": "half",
  "/sign-in": "everybody",
  "/sign-up": "everybody",
  "/teams": "own workspace",
  "/updates": "own workspace",
  "/updates/[update]": "where it is",
  "/verify": "everybody",
};

type Who = "nobody" | "stranger" | "viewer" | "editor" | "admin" | "owner";

function verdict(admits: Admits, who: Who): "in" | "sign in" | "sent on" | "not there" {
  if (admits === "everybody") return "in";
  if (admits === "development") return "not there";
  if (who === "nobody") return "sign in";
  // An end user joins the workspace first; its members do not need to.
  if (admits === "end user") return "sent on";
  if (admits === "guest with an account") return who === "stranger" ? "in" : "sent on";
  if (admits === "person" || admits === "own workspace") return "in";
  if (admits === "where it is") return who === "stranger" ? "not there" : "sent on";
  // second-factor.spec covers pending sign-ins; a signed-in person has nothing to enter here.
  if (admits === "half") return "sent on";
  // The demo's owner runs the instance.
  if (admits === "operator") return who === "owner" ? "in" : "not there";
  return who !== "stranger" && allows(who, admits.member) ? "in" : "not there";
}

test("every page has a row", () => {
  const offered = appRoutes().filter(({ kind }) => kind === "page");
  expect(Object.keys(pages).sort()).toEqual(offered.map(({ pattern }) => pattern).sort());
});

async function hasOneWorkspace(person: Person): Promise<boolean> {
  const response = await person.call("/api/account/workspaces");
  if (!response.ok) return false;
  return ((await response.json()) as { workspaces: object[] }).workspaces.length === 1;
}

test("a workspace's pages: everyone sees what their role allows, and strangers what is not there", async ({
  app,
  mailbox,
}) => {
  const host = await owner(app);
  const people = {
    nobody: new Person(app, ""),
    stranger: await joinByApi(app, mailbox, "Stranger"),
    viewer: await joinDemo(app, mailbox, host, "viewer"),
    editor: await joinDemo(app, mailbox, host, "editor"),
    admin: await joinDemo(app, mailbox, host, "admin"),
    owner: host,
  };
  const { chatbots } = await host.json<{ chatbots: { id: string }[] }>("/api/admin/demo/chatbots");
  const { sources } = await host.json<{ sources: { id: string }[] }>(
    "/api/admin/demo/knowledge/sources?chatbot=support",
  );
  const source = sources[0]?.id ?? "";
  const { entries } = await host.json<{ entries: { document: { id: string } | null }[] }>(
    `/api/admin/demo/knowledge/sources/${source}/documents`,
  );
  const { code } = await host.json<{ code: string }>("/api/chats/create", {
    method: "POST",
    body: { title: "Open to everyone", chatbot: "support" },
  });
  const [update] = await host.json<{ update_id: string }[]>(
    "/api/admin/demo/updates?team=workshop&format=json",
  );
  const { conversationId } = await host.json<{ conversationId: string }>("/chat-direct", {
    method: "POST",
    body: { message: "Which opera houses are in Lisbon?", chatbotId: "support" },
  });
  const unanswered = await (await host.call("/admin/demo/inbox/unanswered?chatbot=support")).text();
  const parts: Record<string, string> = {
    "[code]": code,
    "[tenant]": "demo",
    "[id]": chatbots[0]?.id ?? "",
    "[source]": source,
    "[document]": entries[0]?.document?.id ?? "",
    "[chatbot]": "support",
    "[team]": "workshop",
    "[update]": update?.update_id ?? "",
    "[gap]": /gap_[0-9a-z]{26}/.exec(unanswered)?.[0] ?? "",
  };
  const wrong: string[] = [];
  let asked = 0;
  for (const [pattern, admits] of Object.entries(pages)) {
    const named = pattern.endsWith("/inbox/[id]") ? { ...parts, "[id]": conversationId } : parts;
    const path = pattern.replace(/\[\w+\]/g, (part) => named[part] ?? "none");
    for (const [name, person] of Object.entries(people)) {
      const { status, headers } = await person.call(path);
      const isSentToSignIn = headers.get("location")?.includes("/sign-in") ?? false;
      const expected =
        admits === "own workspace" && (await hasOneWorkspace(person))
          ? "sent on"
          : verdict(admits, name as Who);
      const names: Record<number, string> = { 200: "in", 307: "sent on", 404: "not there" };
      const seen = isSentToSignIn ? "sign in" : (names[status] ?? status);
      asked += 1;
      if (seen !== expected) wrong.push(`${path} as ${name}: ${seen}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
  console.log(`${asked} rows of the pages asked`);
});
