import type { AppMode, AppServer } from "#e2e/fixtures/app-server.ts";
import { call } from "#e2e/fixtures/http.ts";
import { appRoutes } from "#e2e/fixtures/routes.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

/**
 * For every route of the app: a URL under it, and the response to a caller without cookie or key. `error:
 * "text"` marks routes whose errors are plain text instead of the shared shape.
 */
const rows: Record<string, { path: string; strangers: Record<string, number>; error?: "text" }> = {
  "/": { path: "/", strangers: { GET: 200 } },
  "/c/[chatbot]": { path: "/c/support", strangers: { GET: 200 } },
  "/r/[code]": { path: "/r/KESTREL", strangers: { GET: 200 } },
  "/rooms/new": { path: "/rooms/new", strangers: { GET: 200 } },
  "/admin/[tenant]/rooms": { path: "/admin/demo/rooms", strangers: { GET: 307 } },
  "/admin/[tenant]/rooms/defaults": { path: "/admin/demo/rooms/defaults", strangers: { GET: 307 } },
  "/admin/[tenant]/rooms/payments": { path: "/admin/demo/rooms/payments", strangers: { GET: 307 } },
  "/admin/[tenant]/rooms/log": { path: "/admin/demo/rooms/log", strangers: { GET: 307 } },
  "/admin/[tenant]/rooms/reports": { path: "/admin/demo/rooms/reports", strangers: { GET: 307 } },
  "/c/[chatbot]/account": { path: "/c/support/account", strangers: { GET: 307 } },
  "/c/[chatbot]/join": { path: "/c/support/join", strangers: { GET: 307 } },
  "/admin/[tenant]/people": { path: "/admin/demo/people", strangers: { GET: 307 } },
  "/api/me": { path: "/api/me?chatbot=support", strangers: { GET: 200, DELETE: 204 } },
  "/api/me/export": { path: "/api/me/export?chatbot=support", strangers: { GET: 200 } },
  "/api/me/profile": { path: "/api/me/profile?chatbot=support", strangers: { GET: 200, PUT: 415 } },
  "/api/me/code": { path: "/api/me/code", strangers: { POST: 415 } },
  "/api/me/join": { path: "/api/me/join", strangers: { POST: 401 } },
  "/api/admin/[tenant]/people": { path: "/api/admin/demo/people", strangers: { GET: 401 } },
  "/api/admin/[tenant]/people/[id]": { path: "/api/admin/demo/people/none", strangers: { PATCH: 401 } },
  "/api/admin/[tenant]/people/codes": {
    path: "/api/admin/demo/people/codes",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/people/codes/[id]": {
    path: "/api/admin/demo/people/codes/none",
    strangers: { DELETE: 401 },
  },
  "/health": { path: "/health", strangers: { GET: 200 } },
  "/api/health": { path: "/api/health", strangers: { GET: 200 } },
  "/api/health/live": { path: "/api/health/live", strangers: { GET: 200 } },
  "/api/health/ready": { path: "/api/health/ready", strangers: { GET: 200 } },
  "/api/[...path]": {
    path: "/api/nowhere",
    strangers: { GET: 404, POST: 404, PUT: 404, PATCH: 404, DELETE: 404 },
  },
  "/api/chats/[code]/review": { path: "/api/chats/KESTREL/review", strangers: { GET: 401 } },
  "/api/chats/[code]/reports": { path: "/api/chats/KESTREL/reports", strangers: { POST: 415 } },
  "/api/chats/[code]/reports/[report]": {
    path: "/api/chats/KESTREL/reports/none",
    strangers: { PATCH: 415 },
  },
  "/api/chats/[code]/held/[message]": {
    path: "/api/chats/KESTREL/held/none",
    strangers: { PATCH: 415 },
  },
  "/api/chats/[code]/bans": { path: "/api/chats/KESTREL/bans", strangers: { GET: 401 } },
  "/api/chats/[code]/moderation": { path: "/api/chats/KESTREL/moderation", strangers: { GET: 401 } },
  "/api/chats/[code]/moderation/[entry]/undo": {
    path: "/api/chats/KESTREL/moderation/none/undo",
    strangers: { POST: 404 },
  },
  "/api/admin/[tenant]/rooms/[id]": {
    path: "/api/admin/demo/rooms/none",
    strangers: { PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/rooms/reports/[id]": {
    path: "/api/admin/demo/rooms/reports/none",
    strangers: { PATCH: 401 },
  },
  "/api/chats/create": { path: "/api/chats/create", strangers: { POST: 415 } },
  "/api/chats/[code]": { path: "/api/chats/KESTREL", strangers: { GET: 200, PATCH: 415, DELETE: 401 } },
  "/api/chats/[code]/join": { path: "/api/chats/KESTREL/join", strangers: { POST: 415 } },
  "/api/chats/[code]/leave": { path: "/api/chats/KESTREL/leave", strangers: { POST: 401 } },
  "/api/chats/[code]/messages": {
    path: "/api/chats/KESTREL/messages",
    strangers: { GET: 401, POST: 415 },
  },
  "/api/chats/[code]/typing": { path: "/api/chats/KESTREL/typing", strangers: { POST: 401 } },
  "/api/chats/[code]/reads": { path: "/api/chats/KESTREL/reads", strangers: { POST: 415 } },
  "/api/chats/[code]/export": { path: "/api/chats/KESTREL/export", strangers: { GET: 401 } },
  "/api/chats/[code]/files": { path: "/api/chats/KESTREL/files?name=a.txt", strangers: { POST: 401 } },
  "/api/chats/[code]/files/[file]": { path: "/api/chats/KESTREL/files/none", strangers: { GET: 401 } },
  "/api/chats/[code]/messages/[message]/stop": {
    path: "/api/chats/KESTREL/messages/none/stop",
    strangers: { POST: 401 },
  },
  "/api/chats/[code]/messages/[message]/reactions": {
    path: "/api/chats/KESTREL/messages/none/reactions",
    strangers: { PUT: 415 },
  },
  "/api/chats/[code]/messages/[message]": {
    path: "/api/chats/KESTREL/messages/none",
    strangers: { PATCH: 415, DELETE: 404 },
  },
  "/api/chats/[code]/messages/[message]/citations/[number]": {
    path: "/api/chats/KESTREL/messages/none/citations/1",
    strangers: { GET: 401 },
  },
  "/api/chats/[code]/cover": {
    path: "/api/chats/KESTREL/cover",
    strangers: { GET: 404, PUT: 401, DELETE: 401 },
  },
  "/api/chats/[code]/payments": { path: "/api/chats/KESTREL/payments", strangers: { GET: 404 } },
  "/api/chats/[code]/payments/[payment]": {
    path: "/api/chats/KESTREL/payments/none",
    strangers: { GET: 404 },
  },
  "/api/admin/[tenant]/find": { path: "/api/admin/demo/find", strangers: { GET: 401 } },
  "/admin/[tenant]/models": { path: "/admin/demo/models", strangers: { GET: 307 } },
  "/api/admin/[tenant]/models": {
    path: "/api/admin/demo/models",
    strangers: { GET: 401, PUT: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/models/test": { path: "/api/admin/demo/models/test", strangers: { POST: 401 } },
  "/api/admin/[tenant]/onboarding": { path: "/api/admin/demo/onboarding", strangers: { DELETE: 401 } },
  "/admin/[tenant]/slack": { path: "/admin/demo/slack", strangers: { GET: 307 } },
  "/api/admin/[tenant]/slack": { path: "/api/admin/demo/slack", strangers: { GET: 401, DELETE: 401 } },
  "/api/slack/install": { path: "/api/slack/install?tenant=demo", strangers: { GET: 401 } },
  "/api/slack/callback": { path: "/api/slack/callback", strangers: { GET: 404 } },
  "/api/slack/command": { path: "/api/slack/command", strangers: { POST: 404 } },
  "/api/slack/interactive": { path: "/api/slack/interactive", strangers: { POST: 404 } },
  "/api/slack/events": { path: "/api/slack/events", strangers: { POST: 404 } },
  "/api/payments/checkout": { path: "/api/payments/checkout", strangers: { POST: 404 } },
  "/api/payments/webhook": { path: "/api/payments/webhook", strangers: { POST: 404 } },
  "/api/photo-analysis/upload": { path: "/api/photo-analysis/upload", strangers: { POST: 415 } },
  "/api/photo-analysis/[id]": { path: "/api/photo-analysis/none", strangers: { GET: 404 } },
  "/api/photo-analysis/[id]/image": { path: "/api/photo-analysis/none/image", strangers: { GET: 404 } },
  "/api/chats/[code]/events": { path: "/api/chats/KESTREL/events", strangers: { GET: 401 } },
  "/api/chats/[code]/presence": { path: "/api/chats/KESTREL/presence", strangers: { GET: 401 } },
  "/api/chats/[code]/ticket": { path: "/api/chats/KESTREL/ticket", strangers: { POST: 401 } },
  "/api/chats/[code]/participants": { path: "/api/chats/KESTREL/participants", strangers: { GET: 401 } },
  "/api/chats/[code]/participants/[participant]": {
    path: "/api/chats/KESTREL/participants/none",
    strangers: { GET: 404, PATCH: 415 },
  },
  "/sign-in": { path: "/sign-in", strangers: { GET: 200 } },
  "/sign-up": { path: "/sign-up", strangers: { GET: 200 } },
  "/verify": { path: "/verify", strangers: { GET: 200 } },
  "/forgot": { path: "/forgot", strangers: { GET: 200 } },
  "/reset": { path: "/reset", strangers: { GET: 200 } },
  "/unsubscribe": { path: "/unsubscribe", strangers: { GET: 200 } },
  "/api/unsubscribe": { path: "/api/unsubscribe", strangers: { GET: 303, POST: 400, DELETE: 400 } },
  "/second-factor": { path: "/second-factor", strangers: { GET: 307 } },
  "/invitation": { path: "/invitation", strangers: { GET: 200 } },
  "/account": { path: "/account", strangers: { GET: 307 } },
  "/ops": { path: "/ops", strangers: { GET: 307 } },
  "/dev/mail": { path: "/dev/mail", strangers: { GET: 404 } },
  "/admin": { path: "/admin", strangers: { GET: 307 } },
  "/admin/[tenant]": { path: "/admin/demo", strangers: { GET: 307 } },
  "/admin/[tenant]/chatbots/new": { path: "/admin/demo/chatbots/new", strangers: { GET: 307 } },
  "/admin/[tenant]/chatbots/[id]": { path: "/admin/demo/chatbots/none", strangers: { GET: 307 } },
  "/admin/[tenant]/feedback": { path: "/admin/demo/feedback", strangers: { GET: 307 } },
  "/admin/[tenant]/analytics": { path: "/admin/demo/analytics", strangers: { GET: 307 } },
  "/admin/[tenant]/inbox": { path: "/admin/demo/inbox", strangers: { GET: 307 } },
  "/admin/[tenant]/inbox/[id]": { path: "/admin/demo/inbox/none", strangers: { GET: 307 } },
  "/admin/[tenant]/inbox/unanswered": { path: "/admin/demo/inbox/unanswered", strangers: { GET: 307 } },
  "/admin/[tenant]/inbox/unanswered/[gap]": {
    path: "/admin/demo/inbox/unanswered/none",
    strangers: { GET: 307 },
  },
  "/admin/[tenant]/members": { path: "/admin/demo/members", strangers: { GET: 307 } },
  "/admin/[tenant]/keys": { path: "/admin/demo/keys", strangers: { GET: 307 } },
  "/admin/[tenant]/audit": { path: "/admin/demo/audit", strangers: { GET: 307 } },
  "/admin/[tenant]/settings": { path: "/admin/demo/settings", strangers: { GET: 307 } },
  "/admin/[tenant]/usage": { path: "/admin/demo/usage", strangers: { GET: 307 } },
  "/admin/[tenant]/knowledge": { path: "/admin/demo/knowledge", strangers: { GET: 307 } },
  "/admin/[tenant]/knowledge/search": { path: "/admin/demo/knowledge/search", strangers: { GET: 307 } },
  "/admin/[tenant]/knowledge/[source]": { path: "/admin/demo/knowledge/none", strangers: { GET: 307 } },
  "/admin/[tenant]/knowledge/[source]/[document]": {
    path: "/admin/demo/knowledge/none/none",
    strangers: { GET: 307 },
  },
  "/api/auth/[...nextauth]": { path: "/api/auth/csrf", strangers: { GET: 200, POST: 400 } },
  "/api/account": { path: "/api/account", strangers: { PATCH: 401, DELETE: 401 } },
  "/api/account/sign-up": { path: "/api/account/sign-up", strangers: { POST: 415 } },
  "/api/account/forgot": { path: "/api/account/forgot", strangers: { POST: 415 } },
  "/api/account/reset": { path: "/api/account/reset", strangers: { POST: 415 } },
  "/api/account/password": { path: "/api/account/password", strangers: { POST: 401 } },
  "/api/account/second-factor": {
    path: "/api/account/second-factor",
    strangers: { POST: 401, PUT: 401, DELETE: 401 },
  },
  "/api/account/second-factor/recovery": {
    path: "/api/account/second-factor/recovery",
    strangers: { POST: 401 },
  },
  "/api/account/second-factor/pass": {
    path: "/api/account/second-factor/pass",
    strangers: { POST: 401, DELETE: 401 },
  },
  "/api/account/sessions": { path: "/api/account/sessions", strangers: { GET: 401, DELETE: 401 } },
  "/api/account/sessions/[id]": { path: "/api/account/sessions/none", strangers: { DELETE: 401 } },
  "/api/account/workspaces": { path: "/api/account/workspaces", strangers: { GET: 401, POST: 401 } },
  "/api/account/invitation/account": {
    path: "/api/account/invitation/account",
    strangers: { POST: 415 },
  },
  "/api/account/invitation/preview": {
    path: "/api/account/invitation/preview",
    strangers: { POST: 415 },
  },
  "/api/account/invitation": { path: "/api/account/invitation", strangers: { POST: 401 } },
  "/api/admin/[tenant]": { path: "/api/admin/demo", strangers: { GET: 401, PATCH: 401 } },
  "/api/admin/[tenant]/members": { path: "/api/admin/demo/members", strangers: { GET: 401 } },
  "/api/admin/[tenant]/members/[id]": {
    path: "/api/admin/demo/members/none",
    strangers: { PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/invitations": {
    path: "/api/admin/demo/invitations",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/invitations/[id]": {
    path: "/api/admin/demo/invitations/none",
    strangers: { DELETE: 401 },
  },
  "/api/admin/[tenant]/deletion": {
    path: "/api/admin/demo/deletion",
    strangers: { POST: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/handover": {
    path: "/api/admin/demo/handover",
    strangers: { POST: 401, PUT: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/keys": { path: "/api/admin/demo/keys", strangers: { GET: 401, POST: 401 } },
  "/api/admin/[tenant]/keys/[id]": {
    path: "/api/admin/demo/keys/none",
    strangers: { PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/audit": { path: "/api/admin/demo/audit", strangers: { GET: 401 } },
  "/api/admin/[tenant]/usage": { path: "/api/admin/demo/usage", strangers: { GET: 401 } },
  "/api/admin/[tenant]/usage/budgets": {
    path: "/api/admin/demo/usage/budgets",
    strangers: { PUT: 401 },
  },
  "/api/admin/[tenant]/usage/prices": {
    path: "/api/admin/demo/usage/prices",
    strangers: { PUT: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources": {
    path: "/api/admin/demo/knowledge/sources",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources/[id]": {
    path: "/api/admin/demo/knowledge/sources/none",
    strangers: { GET: 401, PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/files": {
    path: "/api/admin/demo/knowledge/sources/none/files",
    strangers: { PUT: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/documents": {
    path: "/api/admin/demo/knowledge/sources/none/documents",
    strangers: { GET: 401, PUT: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/pairs": {
    path: "/api/admin/demo/knowledge/sources/none/pairs",
    strangers: { GET: 401, PUT: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/sync": {
    path: "/api/admin/demo/knowledge/sources/none/sync",
    strangers: { POST: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/ingestions/[id]": {
    path: "/api/admin/demo/knowledge/ingestions/none",
    strangers: { DELETE: 401 },
  },
  "/api/admin/[tenant]/knowledge/ingestions/[id]/retry": {
    path: "/api/admin/demo/knowledge/ingestions/none/retry",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/knowledge/search": {
    path: "/api/admin/demo/knowledge/search",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/knowledge/events": {
    path: "/api/admin/demo/knowledge/events",
    strangers: { GET: 401 },
  },
  "/api/admin/[tenant]/chatbots": {
    path: "/api/admin/demo/chatbots",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/chatbots/[id]": {
    path: "/api/admin/demo/chatbots/none",
    strangers: { GET: 401, PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/chatbots/[id]/starters": {
    path: "/api/admin/demo/chatbots/none/starters",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/chatbots/[id]/link": {
    path: "/api/admin/demo/chatbots/none/link",
    strangers: { POST: 401 },
  },
  "/chat-direct": { path: "/chat-direct", strangers: { POST: 401 }, error: "text" },
  "/api/chat-direct": { path: "/api/chat-direct", strangers: { POST: 401 }, error: "text" },
  "/api/chat": { path: "/api/chat", strangers: { POST: 415 } },
  "/api/chat/[conversation]/stop": { path: "/api/chat/nobody/stop", strangers: { POST: 404 } },
  "/api/chat/[conversation]/stream": { path: "/api/chat/nobody/stream", strangers: { GET: 404 } },
  "/api/events": { path: "/api/events?chatbot=support", strangers: { POST: 415 } },
  "/api/jobs": { path: "/api/jobs?chatbot=support", strangers: { GET: 200, POST: 415 } },
  "/api/jobs/[id]": { path: "/api/jobs/nobody", strangers: { GET: 404, DELETE: 404 } },
  "/api/conversations": { path: "/api/conversations?chatbot=support", strangers: { GET: 200 } },
  "/api/conversations/[id]": {
    path: "/api/conversations/nobody",
    strangers: { GET: 404, PATCH: 415, DELETE: 404 },
  },
  "/api/conversations/[id]/events": { path: "/api/conversations/nobody/events", strangers: { GET: 404 } },
  "/api/conversations/[id]/export": { path: "/api/conversations/nobody/export", strangers: { GET: 404 } },
  "/api/conversations/[id]/messages": { path: "/api/conversations/nobody/messages", strangers: { GET: 404 } },
  "/api/conversations/[id]/messages/[message]/citations/[number]": {
    path: "/api/conversations/nobody/messages/none/citations/1",
    strangers: { GET: 404 },
  },
  "/api/conversations/[id]/messages/[message]/feedback": {
    path: "/api/conversations/nobody/messages/none/feedback",
    strangers: { PUT: 415 },
  },
  "/api/admin/[tenant]/teams": { path: "/api/admin/demo/teams", strangers: { POST: 401 } },
  "/api/admin/[tenant]/teams/[id]": {
    path: "/api/admin/demo/teams/none",
    strangers: { PATCH: 401, DELETE: 401 },
  },
  "/api/admin/[tenant]/teams/[id]/people": {
    path: "/api/admin/demo/teams/none/people",
    strangers: { PATCH: 401 },
  },
  "/api/admin/[tenant]/team-preview": { path: "/api/admin/demo/team-preview", strangers: { POST: 401 } },
  "/api/admin/[tenant]/calendar-preview": {
    path: "/api/admin/demo/calendar-preview",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/slack/messages/[id]": {
    path: "/api/admin/demo/slack/messages/none",
    strangers: { PATCH: 401 },
  },
  "/api/admin/[tenant]/gaps/[gap]": { path: "/api/admin/demo/gaps/none", strangers: { PATCH: 401 } },
  "/api/admin/[tenant]/gaps/[gap]/answer": {
    path: "/api/admin/demo/gaps/none/answer",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/golden": { path: "/api/admin/demo/golden", strangers: { GET: 401 } },
  "/api/admin/[tenant]/analytics": { path: "/api/admin/demo/analytics", strangers: { GET: 401 } },
  "/api/admin/[tenant]/inbox": { path: "/api/admin/demo/inbox", strangers: { GET: 401 } },
  "/api/admin/[tenant]/inbox/[id]/events": {
    path: "/api/admin/demo/inbox/none/events",
    strangers: { GET: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/release": {
    path: "/api/admin/demo/inbox/none/release",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/reply": {
    path: "/api/admin/demo/inbox/none/reply",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/takeover": {
    path: "/api/admin/demo/inbox/none/takeover",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/labels": {
    path: "/api/admin/demo/inbox/none/labels",
    strangers: { PUT: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/notes": {
    path: "/api/admin/demo/inbox/none/notes",
    strangers: { POST: 401 },
  },
  "/api/admin/[tenant]/inbox/[id]/notes/[note]": {
    path: "/api/admin/demo/inbox/none/notes/none",
    strangers: { DELETE: 401 },
  },
  "/api/admin/[tenant]/updates": {
    path: "/api/admin/demo/updates",
    strangers: { GET: 401, POST: 401 },
  },
  "/api/admin/[tenant]/updates/[id]": {
    path: "/api/admin/demo/updates/none",
    strangers: { PATCH: 401, DELETE: 401 },
  },
  "/teams": { path: "/teams", strangers: { GET: 307 } },
  "/updates": { path: "/updates", strangers: { GET: 307 } },
  "/admin/[tenant]/teams": { path: "/admin/demo/teams", strangers: { GET: 307 } },
  "/admin/[tenant]/teams/[team]": { path: "/admin/demo/teams/workshop", strangers: { GET: 307 } },
  "/admin/[tenant]/teams/[team]/settings": {
    path: "/admin/demo/teams/workshop/settings",
    strangers: { GET: 307 },
  },
  "/admin/[tenant]/new-team": { path: "/admin/demo/new-team", strangers: { GET: 307 } },
  "/admin/[tenant]/updates": { path: "/admin/demo/updates", strangers: { GET: 307 } },
  "/admin/[tenant]/updates/[update]": { path: "/admin/demo/updates/none", strangers: { GET: 307 } },
  "/updates/[update]": { path: "/updates/none", strangers: { GET: 307 } },
  "/api/teams": { path: "/api/teams", strangers: { GET: 401 } },
  "/api/teams/[id]": { path: "/api/teams/none", strangers: { GET: 401 } },
  "/api/updates": { path: "/api/updates", strangers: { GET: 401 } },
  "/commands/register-team": { path: "/commands/register-team", strangers: { POST: 401 } },
  "/commands/submit-update": { path: "/commands/submit-update", strangers: { POST: 401 } },
  "/commands/update-team": { path: "/commands/update-team", strangers: { POST: 401 } },
  "/commands/archive-team": { path: "/commands/archive-team", strangers: { POST: 401 } },
  "/api/v1/chatbots": { path: "/api/v1/chatbots", strangers: { GET: 401 } },
  "/api/v1/queue/probe": { path: "/api/v1/queue/probe", strangers: { POST: 401 } },
  "/api/v1/usage": { path: "/api/v1/usage", strangers: { GET: 401 } },
  "/api/v1/knowledge/search": { path: "/api/v1/knowledge/search", strangers: { POST: 401 } },
  "/api/v1/knowledge/sources": { path: "/api/v1/knowledge/sources", strangers: { GET: 401, PUT: 401 } },
  "/api/ops": { path: "/api/ops", strangers: { GET: 401 } },
  "/api/ops/events": { path: "/api/ops/events", strangers: { GET: 401 } },
  "/api/ops/jobs/[queue]/[id]/cancel": { path: "/api/ops/jobs/none/none/cancel", strangers: { POST: 401 } },
  "/api/ops/jobs/[queue]/[id]/retry": { path: "/api/ops/jobs/none/none/retry", strangers: { POST: 401 } },
  "/api/ops/settings": { path: "/api/ops/settings", strangers: { PATCH: 401 } },
  "/api/ops/workspaces/[tenant]/plan": {
    path: "/api/ops/workspaces/demo/plan",
    strangers: { GET: 401, PUT: 401 },
  },
  "/api/metrics": { path: "/api/metrics", strangers: { GET: 401 } },
  "/api/cron/maintenance": { path: "/api/cron/maintenance", strangers: { GET: 401 } },
  "/api/cron/worker": { path: "/api/cron/worker", strangers: { GET: 401 } },
  "/api/v1/knowledge/ingestions/[id]": {
    path: "/api/v1/knowledge/ingestions/none",
    strangers: { GET: 401, DELETE: 401 },
  },
  "/api/v1/knowledge/ingestions/[id]/retry": {
    path: "/api/v1/knowledge/ingestions/none/retry",
    strangers: { POST: 401 },
  },
  "/api/v1/knowledge/sources/[id]": {
    path: "/api/v1/knowledge/sources/none",
    strangers: { GET: 401, PATCH: 401, DELETE: 401 },
  },
  "/api/v1/knowledge/sources/[id]/ingestions": {
    path: "/api/v1/knowledge/sources/none/ingestions",
    strangers: { GET: 401 },
  },
  "/api/v1/knowledge/sources/[id]/sync": {
    path: "/api/v1/knowledge/sources/none/sync",
    strangers: { POST: 401, DELETE: 401 },
  },
  "/api/v1/knowledge/sources/[id]/documents": {
    path: "/api/v1/knowledge/sources/none/documents",
    strangers: { GET: 401, PUT: 401, DELETE: 401 },
  },
  "/api/v1/knowledge/sources/[id]/pages": {
    path: "/api/v1/knowledge/sources/none/pages",
    strangers: { POST: 401 },
  },
  "/api/v1/knowledge/sources/[id]/pairs": {
    path: "/api/v1/knowledge/sources/none/pairs",
    strangers: { GET: 401, PUT: 401, DELETE: 401 },
  },
  "/api/v1/knowledge/sources/[id]/files": {
    path: "/api/v1/knowledge/sources/none/files",
    strangers: { PUT: 401 },
  },
};

const everyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const routes = appRoutes();

test("every route of the app has a row here, and no row is left over", () => {
  expect(routes.map(({ pattern }) => pattern)).toEqual(Object.keys(rows).sort((a, b) => a.localeCompare(b)));
  for (const { pattern, methods } of routes) {
    expect(Object.keys(rows[pattern]?.strangers ?? {}).sort(), pattern).toEqual([...methods].sort());
  }
});

type Headers = Awaited<ReturnType<typeof call>>["headers"];

function expectEverywhere(headers: Headers, what: string): void {
  expect.soft(headers["x-content-type-options"], what).toBe("nosniff");
  expect.soft(headers["referrer-policy"], what).toBe("strict-origin-when-cross-origin");
  expect.soft(headers["x-frame-options"], what).toBe("DENY");
  expect.soft(headers["cross-origin-opener-policy"], what).toBe("same-origin");
  expect.soft(headers["x-powered-by"], what).toBeUndefined();
  expect.soft(headers["access-control-allow-origin"], what).toBeUndefined();
}

/** @param socket where the page may open WebSockets, if the server has any */
function expectPagePolicy(headers: Headers, what: string, socket: string | null): void {
  const policy = new Map(
    String(headers["content-security-policy"] ?? "")
      .split(";")
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name, ...values]) => [name ?? "", values]),
  );
  const scripts = policy.get("script-src") ?? [];
  expect
    .soft(
      scripts.some((value) => /^'nonce-[A-Za-z0-9+/=]{22,}'$/.test(value)),
      `${what}: a nonce`,
    )
    .toBe(true);
  for (const loose of ["'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:", "blob:"]) {
    expect.soft(scripts, `${what}: script-src`).not.toContain(loose);
  }
  expect.soft(policy.get("default-src"), what).toEqual(["'self'"]);
  expect.soft(policy.get("object-src"), what).toEqual(["'none'"]);
  expect.soft(policy.get("base-uri"), what).toEqual(["'none'"]);
  expect.soft(policy.get("frame-ancestors"), what).toEqual(["'none'"]);
  expect.soft(policy.get("form-action"), what).toEqual(["'self'"]);
  expect.soft(policy.get("connect-src"), what).toEqual(["'self'", ...(socket ? [socket] : [])]);
}

const socketOf = ({ url }: AppServer, mode: AppMode) =>
  mode === "server" ? url.replace("http:", "ws:") : null;

function expectApiHeaders(headers: Headers, what: string): void {
  expectEverywhere(headers, what);
  expect.soft(headers["content-security-policy"], what).toBe("default-src 'none'; frame-ancestors 'none'");
}

for (const { pattern, kind, methods } of routes) {
  test(`XSS-05 headers of ${pattern}`, async ({ app, appMode }) => {
    const row = rows[pattern];
    if (!row) throw new Error(`${pattern} has no row.`);
    for (const method of kind === "page" ? ["GET"] : everyMethod) {
      const { status, headers, text } = await call(`${app.url}${row.path}`, { method });
      const what = `${method} ${row.path}`;
      expect.soft(status, what).toBe(methods.includes(method) ? row.strangers[method] : 405);
      if (kind === "page") {
        expectEverywhere(headers, what);
        if (status === 307) expect.soft(headers.location, what).toMatch(/^\/sign-in\?next=%2F[\w%-]+$/);
        expectPagePolicy(headers, what, socketOf(app, appMode));
        const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "none";
        const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        if (status !== 307) expect.soft(scripts.length, what).toBeGreaterThan(0);
        for (const tag of scripts) expect.soft(tag, what).toContain(`nonce="${nonce}"`);
      } else if (/^\/(?:api\/|commands\/|chat-direct$)/.test(pattern)) expectApiHeaders(headers, what);
      else expectEverywhere(headers, what);
      expect
        .soft(headers["x-request-id"] ?? "none", `${what} (${status}): x-request-id`)
        .toMatch(/^\w{20,}$/);
      if (kind === "api" && status >= 400 && methods.includes(method)) {
        const body = JSON.parse(text);
        const { message, requestId } =
          row.error === "text" ? { ...body, message: body.error } : (body.error as Record<string, string>);
        expect.soft(requestId, what).toBe(headers["x-request-id"]);
        expect.soft(message, what).not.toMatch(/ at |\/lib\/|node_modules|select |insert /i);
      }
    }
  });
}

test("two pages never share a nonce", async ({ app }) => {
  const policies = await Promise.all([call(`${app.url}/`), call(`${app.url}/`)]);
  const [one, other] = policies.map(
    ({ headers }) => /'nonce-[^']+'/.exec(String(headers["content-security-policy"]))?.[0],
  );
  expect(one).toBeDefined();
  expect(one).not.toBe(other);
});

test("every response has a request id of its own, and none that a client sent", async ({ app, appMode }) => {
  const { text } = await call(`${app.url}/c/support`);
  const script = /\/_next\/static\/[\w./-]+\.js/.exec(text)?.[0] ?? "none";
  const pages = ["/", "/c/support", "/nowhere", "/api/health", "/api/nowhere"];
  // Next alone serves static files without passing any code of ours.
  const files = [script, "/favicon.svg", "/_next/static/chunks/none.js"];
  const ids = new Set<string>();
  const paths = appMode === "server" ? [...pages, ...files] : pages;
  for (const path of paths) {
    const { headers } = await call(`${app.url}${path}`, {
      headers: { "x-request-id": "forged-by-the-client" },
    });
    expect.soft(headers["x-request-id"] ?? "none", path).toMatch(/^[0-9a-z]{26}$/);
    ids.add(String(headers["x-request-id"]));
  }
  expect(ids.size).toBe(paths.length);
});

test("XSS-05 headers of what is not there", async ({ app, appMode }) => {
  for (const path of ["/nowhere", "/c/nobody", "/nowhere/at/all", "/c/support/nowhere", "/%2e%2e%2fetc"]) {
    const { status, headers } = await call(`${app.url}${path}`);
    expect.soft(status, path).toBe(404);
    expectEverywhere(headers, path);
    expectPagePolicy(headers, path, socketOf(app, appMode));
  }
  for (const path of ["/api/nowhere", "/api/v1/nowhere", "/api"]) {
    const { status, headers } = await call(`${app.url}${path}`);
    expect.soft(status, path).toBe(404);
    expectEverywhere(headers, path);
    const policy = String(headers["content-security-policy"]);
    expect.soft(policy, path).toMatch(/default-src 'none'|script-src 'self' 'nonce-/);
  }
});

test("XSS-05 headers of static files", async ({ app }) => {
  const { text } = await call(`${app.url}/c/support`);
  const files = [
    ...new Set([...text.matchAll(/\/_next\/static\/[\w./-]+\.(?:js|css)/g)].map(([file]) => file)),
  ];
  expect(files.some((file) => file.endsWith(".js"))).toBe(true);
  expect(files.some((file) => file.endsWith(".css"))).toBe(true);
  for (const file of [...files.slice(0, 6), "/favicon.svg"]) {
    const { status, headers } = await call(`${app.url}${file}`);
    expect(status, file).toBe(200);
    expectEverywhere(headers, file);
    expect(headers["cross-origin-resource-policy"], file).toBe("same-origin");
    if (file.startsWith("/_next/")) expect(headers["cache-control"]).toContain("immutable");
  }
  const missing = await call(`${app.url}/_next/static/chunks/none.js`);
  expect(missing.status).toBe(404);
  expectEverywhere(missing.headers, "a chunk that is not there");
});

test("SSR-15 the image optimizer fetches nothing from elsewhere", async ({ app }) => {
  for (const url of ["http://127.0.0.1:9/x.png", "//127.0.0.1/x.png", "http://169.254.169.254/latest"]) {
    const { status } = await call(`${app.url}/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`);
    expect(status, url).toBeGreaterThanOrEqual(400);
  }
});

const question = {
  id: "door",
  chatbot: "support",
  message: { id: "first", parts: [{ type: "text", text: "Hi" }] },
};
const json = { "content-type": "application/json" };

test("AUT-11 a post from another site is refused and not run", async ({ app, model }) => {
  const body = JSON.stringify(question);
  const { host } = new URL(app.url);
  const attempts: Record<string, Record<string, string>> = {
    foreign: { origin: "https://evil.example" },
    null: { origin: "null" },
    "another port": { origin: "http://127.0.0.1:1" },
    "forged forwarded host": { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    "forged forwarded host and scheme": {
      origin: "https://evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    },
    "cross-site by the browser's word": { "sec-fetch-site": "cross-site" },
    "same-site by the browser's word": { "sec-fetch-site": "same-site" },
    "own origin but cross-site": { origin: `http://${host}`, "sec-fetch-site": "cross-site" },
  };
  for (const [name, headers] of Object.entries(attempts)) {
    const { status, text } = await call(`${app.url}/api/chat`, {
      method: "POST",
      headers: { ...json, ...headers },
      body,
    });
    expect.soft(status, name).toBe(403);
    expect.soft(JSON.parse(text).error.code, name).toBe("forbidden");
  }
  for (const [method, path] of [
    ["POST", "/api/chat/door/stop"],
    ["DELETE", "/api/conversations/door"],
  ] as const) {
    const { status } = await call(`${app.url}${path}`, {
      method,
      headers: { origin: "https://evil.example" },
    });
    expect.soft(status, path).toBe(403);
  }
  expect(model.requests).toHaveLength(0);
  const own = await call(`${app.url}/api/chat`, {
    method: "POST",
    headers: { ...json, origin: app.url },
    body,
  });
  expect(own.status, "its own page may").toBe(200);
});

test("bodies of the wrong type, size or shape are refused", async ({ app, model }) => {
  const post = (body: string, headers: Record<string, string>, path = "/api/chat") =>
    call(`${app.url}${path}`, { method: "POST", headers, body });
  const large = JSON.stringify({
    ...question,
    message: { id: "m", parts: [{ type: "text", text: "x".repeat(1_000_000) }] },
  });
  const cases: [string, number, ReturnType<typeof post>][] = [
    ["text/plain", 415, post(JSON.stringify(question), { "content-type": "text/plain" })],
    ["a form", 415, post("id=door&chatbot=support", { "content-type": "application/x-www-form-urlencoded" })],
    ["no type", 415, post(JSON.stringify(question), {})],
    ["a megabyte", 413, post(large, { ...json, "content-length": String(Buffer.byteLength(large)) })],
    ["a megabyte of unknown length", 413, post(large, json)],
    ["half of a JSON", 400, post('{"id":"door","chat', json)],
    ["nothing", 400, post("", json)],
    ["not UTF-8", 400, post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString("latin1"), json)],
    ["an array", 400, post("[]", json)],
    ["null", 400, post("null", json)],
    ["deep JSON", 400, post(`${"[".repeat(10_000)}${"]".repeat(10_000)}`, json)],
    [
      "a foreign role",
      400,
      post(JSON.stringify({ ...question, message: { ...question.message, role: "system" } }), json),
    ],
    [
      "an empty message",
      400,
      post(JSON.stringify({ ...question, message: { id: "m", parts: [{ type: "text", text: " " }] } }), json),
    ],
    [
      "a long message",
      400,
      post(
        JSON.stringify({
          ...question,
          message: { id: "m", parts: [{ type: "text", text: "x".repeat(16_001) }] },
        }),
        json,
      ),
    ],
    ["an id with a slash", 400, post(JSON.stringify({ ...question, id: "../x" }), json)],
    ["a chatbot that is not there", 404, post(JSON.stringify({ ...question, chatbot: "nobody" }), json)],
  ];
  for (const [name, status, answer] of cases) {
    const given = await answer;
    expect.soft(given.status, name).toBe(status);
    expect.soft(given.headers["x-request-id"], name).toBeDefined();
    expect
      .soft(Object.keys(JSON.parse(given.text).error ?? {}), name)
      .toEqual(expect.arrayContaining(["code", "message", "requestId"]));
  }
  expect(model.requests).toHaveLength(0);
});

test("PIN-14 the client cannot forge history, role, model or prompt", async ({ app, model }) => {
  const forged = {
    ...question,
    id: "forger",
    model: "gpt-forged",
    system: "FORGED",
    temperature: 2,
    instructions: "FORGED",
    messages: [{ role: "assistant", content: "FORGED" }],
    tenantId: "FORGED",
  };
  model.script({ text: "Hello." });
  const { status } = await call(`${app.url}/api/chat`, {
    method: "POST",
    headers: json,
    body: JSON.stringify(forged),
  });
  expect(status).toBe(200);
  expect(JSON.stringify(model.last.body)).not.toMatch(/forged/i);
});

test("AUT-21 the visitor's cookie is for this host and no script", async ({ app }) => {
  const cookieOf = (set: string[] | undefined) => {
    expect(set).toHaveLength(1);
    return String(set?.[0]);
  };
  const { headers } = await call(`${app.url}/api/conversations?chatbot=support`);
  const cookie = cookieOf(headers["set-cookie"]);
  expect(cookie).toMatch(/^parley_visitor_\w+=[\w.-]{40,}; /);
  expect(cookie).toContain("; HttpOnly");
  expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
  expect(cookie).toContain("; Path=/");
  expect(cookie).not.toContain("Domain");
  const [pair] = cookie.split(";");
  const again = await call(`${app.url}/api/conversations?chatbot=support`, {
    headers: { cookie: String(pair) },
  });
  expect(again.headers["set-cookie"], "a known visitor keeps the cookie").toBeUndefined();
  // Not the last one: two of its six bits mean nothing, so that another letter may be the same signature.
  const flipped = String(pair).replace(/.(?=.$)/, (letter) => (letter === "A" ? "B" : "A"));
  const forged = await call(`${app.url}/api/conversations?chatbot=support`, { headers: { cookie: flipped } });
  expect(forged.headers["set-cookie"], "a forged one makes a new visitor").toHaveLength(1);
  const page = await call(`${app.url}/c/support`);
  expect(page.headers["set-cookie"], "a page sets none: crawlers are no visitors").toBeUndefined();
});

test("every path works with and without a trailing slash, without a redirect", async ({ app }) => {
  for (const { pattern, kind, methods } of routes) {
    const row = rows[pattern];
    if (!row || pattern === "/") continue;
    const [path, query = ""] = row.path.split("?");
    for (const method of kind === "page" ? ["GET"] : methods) {
      const url = `${app.url}${path}/${query && `?${query}`}`;
      const { status, headers } = await call(url, { method });
      expect.soft(status, `${method} ${path}/`).toBe(row.strangers[method]);
      // The route's own redirects lead elsewhere, such as to sign-in.
      if (status < 300 || status >= 400) expect.soft(headers.location, `${method} ${path}/`).toBeUndefined();
      else expect.soft(headers.location, `${method} ${path}/`).not.toBe(path);
    }
  }
});

test("AUT-14 strange keys are refused, never a server error", async ({ app }) => {
  const keys = [
    "",
    "Bearer",
    "Bearer ' or 1=1 --",
    `Bearer pk_${"a".repeat(8_000)}`,
    "Bearer pk_\u00ff",
    "Basic YTpi",
  ];
  for (const authorization of keys) {
    const { status } = await call(`${app.url}/api/v1/chatbots`, { headers: { authorization } });
    expect.soft(status, JSON.stringify(authorization.slice(0, 40))).toBe(401);
  }
});
