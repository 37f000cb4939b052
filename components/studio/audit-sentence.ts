import type { useFormatter, useTranslations } from "next-intl";
import type { AuditAction } from "#lib/audit/audit-action.ts";
import type { AuditView } from "#lib/audit/list-audit-entries.ts";

type Tools = {
  t: ReturnType<typeof useTranslations<"studio.auditLog">>;
  roles: ReturnType<typeof useTranslations<"account.roles">>;
  format: Pick<ReturnType<typeof useFormatter>, "list" | "number" | "dateTime">;
};
type Values = Record<string, string | number>;
type Dashed<Action> = Action extends `${infer Subject}.${infer Event}` ? `${Subject}-${Event}` : never;

export type AuditSentence = {
  /** Of the text in `studio.auditLog.sentences`. */
  key: Dashed<AuditAction>;
  values: Values;
  /** The target's page, below the workspace's address; null where there is none. */
  path: string | null;
};

const MICROS = 1_000_000;

/** Returns the text of an audit entry and the values to fill in. */
export function auditSentence(entry: AuditView, tools: Tools): AuditSentence {
  const subject = subjectOf(entry.action);
  const values = {
    name: entry.name ?? tools.t(`unnamed.${subject}`),
    isNamed: entry.name === null ? "no" : "yes",
    isSelf: entry.isSelf ? "yes" : "no",
    ...valuesOf(entry, tools),
  };
  const path = entry.isCurrent ? pathOf(subject, entry.targetId) : null;
  return { key: entry.action.replace(".", "-") as AuditSentence["key"], values, path };
}

type Subject =
  | "workspace"
  | "member"
  | "invitation"
  | "key"
  | "chatbot"
  | "source"
  | "room"
  | "price"
  | "person"
  | "code"
  | "slack"
  | "model"
  | "conversation"
  | "gap";

function subjectOf(action: AuditAction): Subject {
  const subject = action.split(".")[0] as Subject | "budget";
  return subject === "budget" ? "chatbot" : subject;
}

function pathOf(subject: Subject, id: string): string | null {
  switch (subject) {
    case "chatbot":
      return `/chatbots/${id}`;
    case "source":
      return `/knowledge/${id}`;
    case "member":
    case "invitation":
      return "/members";
    case "key":
      return "/keys";
    case "room":
      return "/rooms";
    case "person":
      return "/people";
    case "slack":
      return "/slack";
    case "model":
      return "/models";
    case "conversation":
      return `/inbox/${id}`;
    case "gap":
      return `/inbox/unanswered/${id}`;
    case "workspace":
    case "price":
    case "code":
      return null;
    default:
      return subject satisfies never;
  }
}

function valuesOf({ action, details, targetId }: AuditView, { t, roles, format }: Tools): Values {
  const role = (value: unknown) => roles(value as Parameters<typeof roles>[0]);
  const dollars = (micros: unknown) =>
    format.number(Number(micros) / MICROS, { style: "currency", currency: "USD" });
  switch (action) {
    case "member.joined":
    case "invitation.made":
      return { role: role(details.role) };
    case "member.role-changed":
      return { from: role(details.from), to: role(details.to) };
    case "workspace.deletion-requested":
      return { until: format.dateTime(new Date(String(details.until)), { dateStyle: "medium" }) };
    case "workspace.changed":
      return { fields: fieldsOf("workspace", namesIn(details.fields)) };
    case "chatbot.changed":
      return {
        fields: fieldsOf(
          "chatbot",
          namesIn(details.fields).map((name) => name.replace("config.", "")),
        ),
      };
    case "model.connected":
      return { model: String(details.model) };
    case "model.changed":
      return { fields: fieldsOf("connection", namesIn(details.fields)) };
    case "source.changed":
      return { fields: fieldsOf("source", Object.keys(details)) };
    case "budget.changed": {
      const amounts = (["messages", "tokens", "costMicros"] as const)
        .filter((measure) => typeof details[measure] === "number")
        .map((measure) =>
          measure === "costMicros"
            ? dollars(details[measure])
            : t(`amounts.${measure}`, { count: Number(details[measure]) }),
        );
      return {
        scope: String(details.scope),
        period: String(details.period),
        amounts: listOf(amounts),
      };
    }
    case "price.changed": {
      const isReset = typeof details.inputMicros !== "number";
      if (isReset) return { model: targetId, isReset: "yes" };
      return {
        model: targetId,
        isReset: "no",
        input: dollars(details.inputMicros),
        output: dollars(details.outputMicros),
      };
    }
    case "person.entitlement-changed": {
      const { state, until } = details;
      const day =
        typeof until === "string" ? format.dateTime(new Date(until), { dateStyle: "medium" }) : "none";
      return { state: String(state), until: day };
    }
    case "code.made":
      return { uses: Number(details.uses), days: Number(details.days ?? 0) };
    default:
      return {};
  }

  function fieldsOf(of: "workspace" | "chatbot" | "source" | "connection", names: string[]): string {
    const keys = names.map((name) => `fields.${of}.${name}` as Parameters<typeof t.has>[0]);
    return listOf(keys.filter((key) => t.has(key)).map((key) => t(key as Parameters<typeof t>[0])));
  }

  /** `none` is a case of the texts. */
  function listOf(parts: string[]): string {
    return parts.length === 0 ? "none" : format.list(parts, { type: "conjunction" });
  }
}

function namesIn(fields: unknown): string[] {
  return Array.isArray(fields) ? fields.filter((name) => typeof name === "string") : [];
}
