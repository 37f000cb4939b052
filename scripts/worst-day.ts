import { defaultPlanLimits, type QuotaName } from "#lib/core/plan-limits.ts";
import { type MailKind, type MailScope, mailLimits, mostPerDay } from "#lib/limits/mail-limits.ts";

const ACCOUNTS = 20;
const HEADS = ["in 24 hours, by default", "one workspace", "one account", `${ACCOUNTS} accounts`] as const;

type Row = readonly [string, ...string[]];

/** A table of what strangers can cause in a day on an instance with default limits. */
export function worstDay(): string {
  const rows: Row[] = [
    ["invitations by email, of new workspaces", ...mails("newInvitation")],
    ["invitations by email, of workspaces in use", ...mails("invitation")],
    ["invitations to one person", ...onePerson()],
    ["emails to confirm a new account, from one network each", ...networks("signUp")],
    ["emails to reset a password, from one network each", ...networks("reset")],
    [
      "emails to confirm or reset, to one person",
      ...every(mail("signUp", "recipient") + mail("reset", "recipient")),
    ],
    ["storage (held)", ...plan("storageBytes", (bytes) => `${show(bytes / 1e9)} GB`)],
    ["documents (held)", ...plan("documents")],
    ["passages (held)", ...plan("passages")],
    ["requests to other sites by crawls", ...plan("crawledPages")],
    ["embedded tokens", ...plan("embeddingTokens")],
    [
      "their cost at $0.02 per million",
      ...plan("embeddingTokens", (tokens) => `$${((tokens * 0.02) / 1e6).toFixed(2)}`),
    ],
    ["photos analyzed", ...plan("photos")],
    ["time to process files", ...plan("parserSeconds", (seconds) => `${show(seconds / 60)} min`)],
    ["messages", ...plan("messages")],
  ];
  return [HEADS, HEADS.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const show = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 1 });
const every = (value: number) => [show(value), show(value), show(value)];

function mail(kind: MailKind, scope: MailScope): number {
  const limit = mailLimits[kind][scope];
  return limit ? mostPerDay(limit) : Number.POSITIVE_INFINITY;
}

const workspaces = defaultPlanLimits.workspaces ?? Number.POSITIVE_INFINITY;

function mails(kind: MailKind): string[] {
  const workspace = Math.min(mail(kind, "tenant"), mail(kind, "instance"));
  const account = Math.min(mail(kind, "sender"), workspace * workspaces);
  return [workspace, account, Math.min(account * ACCOUNTS, mail(kind, "instance"))].map(show);
}

function onePerson(): string[] {
  const all = mail("invitation", "recipient");
  return [mail("invitation", "pair"), all, all].map(show);
}

function networks(kind: MailKind): string[] {
  const one = mail(kind, "client");
  return ["", show(one), show(Math.min(one * ACCOUNTS, mail(kind, "instance")))];
}

function plan(name: QuotaName, shown: (value: number) => string = show): string[] {
  const one = defaultPlanLimits[name] ?? Number.POSITIVE_INFINITY;
  return [one, one * workspaces, one * workspaces * ACCOUNTS].map(shown);
}
