import { createFormatter, createTranslator } from "next-intl";
import { expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { type AuditAction, auditActions } from "#lib/audit/audit-action.ts";
import type { AuditView } from "#lib/audit/list-audit-entries.ts";
import { chatbotConfig } from "#lib/chatbot/schema.ts";
import { sourceChanges } from "#lib/knowledge/schema.ts";
import { accessPolicy, workspaceSettings } from "#lib/tenant/schema.ts";
import { auditSentence } from "./audit-sentence.ts";

const locale = "en";
const t = createTranslator({ locale, messages, namespace: "studio.auditLog" });
const roles = createTranslator({ locale, messages, namespace: "account.roles" });
const format = createFormatter({ locale, timeZone: "UTC" });

function render(action: AuditAction, details: Record<string, unknown>, more: Partial<AuditView> = {}) {
  const entry: AuditView = {
    id: "aud_1",
    at: "2026-01-01T00:00:00.000Z",
    who: "Ada",
    action,
    target: "Lamp Help",
    targetId: "bot_1",
    name: "Lamp Help",
    isCurrent: true,
    isSelf: false,
    details,
    ...more,
  };
  const { key, values, path } = auditSentence(entry, { t, roles, format } as Parameters<
    typeof auditSentence
  >[1]);
  const text = t.markup(`sentences.${key}`, {
    ...values,
    target: (chunks: string) => `[${chunks}]`,
  } as never);
  return { text, path };
}

const unlimited = { messages: null, tokens: null, costMicros: null };
const access = { accounts: true, guestMessages: 3, trialMessages: null, trialDays: 7 };
/** What each action records, and the sentence it becomes. */
const recorded: Record<
  AuditAction,
  [details: Record<string, unknown>, text: string, more?: Partial<AuditView>][]
> = {
  "workspace.created": [[{ name: "Lamps" }, "created this workspace"]],
  "workspace.changed": [
    [
      { name: "Lamps", access, fields: ["accent", "guestMessages"] },
      "changed this workspace's accent color and guest message limit",
    ],
    [{ name: "Lamps", access }, "saved this workspace's settings"],
  ],
  "workspace.deletion-requested": [
    [
      { name: "Lamps", until: "2026-12-07T12:00:00.000Z" },
      "scheduled this workspace for deletion on Dec 7, 2026",
    ],
  ],
  "workspace.restored": [[{}, "restored this workspace"]],
  "workspace.offered": [[{}, "offered this workspace to [Vera]", { name: "Vera" }]],
  "workspace.handed-over": [[{}, "took over this workspace from [Olga]", { name: "Olga" }]],
  "member.joined": [
    [{ role: "editor" }, "joined as editor", { isSelf: true }],
    [{ role: "owner" }, "added [Vera] as owner", { name: "Vera" }],
  ],
  "member.role-changed": [
    [{ from: "viewer", to: "editor" }, "changed the role of [Vera] from viewer to editor", { name: "Vera" }],
  ],
  "member.removed": [
    [{ role: "viewer" }, "removed [a former member] from this workspace", { name: null, isCurrent: false }],
    [{ role: "viewer" }, "left this workspace", { isSelf: true }],
  ],
  "invitation.made": [
    [{ role: "viewer", byLink: false }, "invited [vera@example.com] as viewer", { name: "vera@example.com" }],
    [{ role: "viewer", byLink: true }, "created [an invite link] for the viewer role", { name: null }],
  ],
  "invitation.withdrawn": [
    [{}, "revoked the invitation for [vera@example.com]", { name: "vera@example.com" }],
    [{}, "revoked [an invite link]", { name: null }],
  ],
  "key.made": [[{ name: "Site", scopes: ["chat"] }, "created the API key [Site]", { name: "Site" }]],
  "key.revoked": [[{ name: "Site" }, "revoked the API key [Site]", { name: "Site" }]],
  "key.taken-over": [[{ name: "Site" }, "took over the API key [Site]", { name: "Site" }]],
  "chatbot.made": [[{ name: "Lamp Help", handle: "lamps" }, "created the chatbot [Lamp Help]"]],
  "chatbot.changed": [
    [
      { fields: ["visibility", "config.greeting"] },
      "changed the access settings and greeting of [Lamp Help]",
    ],
    [{ fields: ["link"] }, "changed the link of [Lamp Help]"],
    [{ fields: ["config.of-an-older-version"] }, "changed [Lamp Help]"],
  ],
  "chatbot.deleted": [
    [{ name: "Lamp Help", handle: "lamps" }, "deleted the chatbot [Lamp Help]", { isCurrent: false }],
    [{}, "deleted the chatbot [a deleted chatbot]", { name: null, isCurrent: false }],
  ],
  "source.added": [
    [{ kind: "pairs", name: "Q&A", origin: "studio:pairs" }, "added the source [Q&A]", { name: "Q&A" }],
  ],
  "source.changed": [
    [
      { name: "Notes", settings: { maxPages: 3 }, syncMinutes: 60 },
      "changed the name, crawl settings, and sync schedule of the source [Notes]",
      { name: "Notes" },
    ],
    [{}, "changed the source [Notes]", { name: "Notes" }],
  ],
  "source.deleted": [
    [
      { name: "Notes", origin: "studio:texts" },
      "deleted the source [Notes]",
      { name: "Notes", isCurrent: false },
    ],
  ],
  "room.archived": [[{ name: "Standup" }, "archived the room [Standup]", { name: "Standup" }]],
  "room.reopened": [[{ name: "Standup" }, "reopened the room [Standup]", { name: "Standup" }]],
  "room.deleted": [
    [{ name: "Standup" }, "deleted the room [Standup]", { name: "Standup", isCurrent: false }],
  ],
  "budget.changed": [
    [
      { scope: "chatbot", period: "day", messages: 1_000, tokens: null, costMicros: 2_500_000 },
      "set the daily limit for [Lamp Help] to 1,000 messages and $2.50",
    ],
    [
      { scope: "visitor", period: "month", messages: null, tokens: 1, costMicros: null },
      "set the monthly limit for each visitor to 1 token",
    ],
    [{ scope: "tenant", period: "day", ...unlimited }, "removed the daily limit for this workspace"],
  ],
  "price.changed": [
    [
      { inputMicros: 1_000_000, outputMicros: 500_000 },
      "set the price of gpt-x to $1.00 per million input tokens and $0.50 per million output tokens",
      { targetId: "gpt-x" },
    ],
    [{}, "reset the price of gpt-x to the default", { targetId: "gpt-x" }],
  ],
  "person.entitlement-changed": [
    [{ state: "established", until: null }, "granted [Ben] full access", { name: "Ben" }],
    [
      { state: "established", until: "2026-05-01T00:00:00.000Z" },
      "granted [Ben] full access until May 1, 2026",
      { name: "Ben" },
    ],
    [{ state: "suspended", until: null }, "suspended [a former user]", { name: null, isCurrent: false }],
    [{ state: "trial", until: null }, "moved [Ben] back to trial", { name: "Ben" }],
  ],
  "code.made": [
    [{ days: null, uses: 1 }, "created [an access code] with 1 use"],
    [{ days: 30, uses: 5 }, "created [an access code] with 5 uses and 30 days of access"],
  ],
  "code.withdrawn": [[{}, "revoked [an access code]"]],
  "model.connected": [
    [
      { name: "api.openai.com", model: "gpt-5" },
      "connected [api.openai.com] with the model gpt-5",
      { name: "api.openai.com" },
    ],
  ],
  "model.changed": [
    [
      { name: "localhost:11434", model: "qwen3", fields: ["key", "model"] },
      "changed the API key and model of the model connection [localhost:11434]",
      { name: "localhost:11434" },
    ],
    [{ fields: [] }, "changed the model connection [Lamp Help]"],
  ],
  "model.disconnected": [
    [{ name: "api.openai.com" }, "removed the model connection [api.openai.com]", { name: "api.openai.com" }],
  ],
  "slack.connected": [[{ name: "Acme" }, "connected the Slack workspace [Acme]", { name: "Acme" }]],
  "slack.disconnected": [[{ name: "Acme" }, "disconnected the Slack workspace [Acme]", { name: "Acme" }]],
  "conversation.read": [
    [{}, "read the conversation [Opening hours]", { name: "Opening hours" }],
    [{}, "read the conversation [a deleted conversation]", { name: null, isCurrent: false }],
  ],
  "conversation.exported": [[{ format: "csv" }, "exported conversations"]],
  "conversation.taken-over": [[{}, "took over the conversation [Opening hours]", { name: "Opening hours" }]],
  "conversation.released": [
    [{}, "returned the conversation [Opening hours] to its chatbot", { name: "Opening hours" }],
  ],
  "gap.answered": [[{}, "answered [an unanswered question]"]],
  "gap.closed": [[{}, "declared [an unanswered question] out of scope"]],
  "gap.opened": [[{}, "opened [an unanswered question] again"]],
};

it.each(
  auditActions.flatMap((action) =>
    recorded[action].map(([details, text, more]) => [action, details, text, more] as const),
  ),
)("renders %s %j as a sentence", (action, details, text, more) => {
  expect(render(action, details, more).text).toBe(text);
});

it("has a text for each field that can change", () => {
  const access = Object.keys(accessPolicy.shape);
  const workspace = [
    "name",
    ...Object.keys(workspaceSettings.shape).filter((name) => name !== "access"),
    ...access,
  ];
  const chatbot = ["name", "handle", "visibility", "link", ...Object.keys(chatbotConfig.shape)];
  for (const [of, names] of Object.entries({ workspace, chatbot, source: Object.keys(sourceChanges.shape) }))
    for (const name of names) expect(t.has(`fields.${of}.${name}` as never), `${of}.${name}`).toBe(true);
});

it("links what still exists, and nothing else", () => {
  expect(render("chatbot.changed", { fields: ["name"] }).path).toBe("/chatbots/bot_1");
  expect(render("chatbot.deleted", {}, { isCurrent: false }).path).toBeNull();
});
