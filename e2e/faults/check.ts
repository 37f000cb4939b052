import { percentile } from "#bench/table.ts";
import type { ChatMessage, MessagePage } from "#lib/conversation/schema.ts";
import { lastUserText, type RecordedRequest } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import type { Cluster } from "./cluster.ts";
import type { Asked, Journal } from "./journal.ts";

/** What is promised, and how often it was broken: each must be zero. */
export type Broken = {
  /** Acknowledged, and the question or its answer is not there. */
  lost: number;
  /** A question or an answer that is there twice. */
  duplicated: number;
  /** Stored, but never asked by a client. */
  invented: number;
  /** What is stored is not how the answer begins, or is not what its reader shows in the end. */
  different: number;
  /** A text was shown on the way that is not how the answer begins. */
  wrongOnTheWay: number;
  /** Marked complete, but not all of it, or the model never ended it. */
  falselyComplete: number;
  /** Questions of a conversation in another order than they were asked. */
  outOfOrder: number;
  /** Readers that did not see an end in time. */
  unended: number;
  /** Turns without a stored end. */
  running: number;
  /** Questions with several turns, or with a second whole model answer though no process lost the first. */
  answeredTwice: number;
  /** Calls of the model that are not among the attempts written down before them. */
  unrecordedCalls: number;
  /** Turns whose usage is missing, duplicated or never settled; totals that differ from their entries. */
  miscounted: number;
  /** A reader was left with a page that says it lost the answer. */
  gaveUp: number;
};

export type Report = {
  asked: number;
  acknowledged: number;
  refusals: string;
  resumed: number;
  states: string;
  runAgain: number;
  toFirstTokenMs: string;
  /** From a fault to the end of the turns that were under way. */
  toEndAfterFaultS: string;
  broken: Broken;
};

const QUESTION = /q-(\w+) (\d+) words/;

type Violation = { promise: keyof Broken; what: string };

/** The messages of every conversation, by the door that its clients use. */
export async function readConversations(
  cluster: Cluster,
  { asked }: Journal,
): Promise<Map<string, ChatMessage[]>> {
  const stored = new Map<string, ChatMessage[]>();
  for (const { conversation, apiKey } of asked) {
    if (stored.has(conversation)) continue;
    const messages: ChatMessage[] = [];
    let before: string | null = "";
    while (before !== null) {
      const query: string = before ? `?before=${encodeURIComponent(before)}` : "";
      const response = await fetch(
        `${cluster.url()}/api/conversations/${encodeURIComponent(conversation)}/messages${query}`,
        { headers: { authorization: `Bearer ${apiKey}` } },
      );
      // Nothing of it was ever taken.
      if (response.status === 404) break;
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      const page = (await response.json()) as MessagePage;
      messages.unshift(...page.messages);
      before = page.before;
    }
    stored.set(conversation, messages);
  }
  return stored;
}

/** Compares what the clients saw with what is stored, what the model server received, and the database. */
export async function check(
  journal: Journal,
  stored: Map<string, ChatMessage[]>,
  requests: readonly RecordedRequest[],
): Promise<{ report: Report; violations: Violation[] }> {
  const { asked, faults } = journal;
  const violations: Violation[] = [];
  const broken = (promise: keyof Broken, what: string) => violations.push({ promise, what });
  for (const one of asked) checkOne(one, stored.get(one.conversation) ?? [], broken);
  for (const [conversation, messages] of stored) {
    const own = asked.filter((one) => one.conversation === conversation).map(({ text }) => text);
    const questions = messages.filter(({ role }) => role === "user").map(({ text }) => text);
    for (const text of questions) if (!own.includes(text)) broken("invented", `${conversation}: ${text}`);
    const known = own.filter((text) => questions.includes(text));
    if (known.join("\n") !== [...new Set(questions)].join("\n"))
      broken("outOfOrder", `${conversation}: ${questions.join(" | ")}`);
  }
  await checkModel(madeBy(requests), broken);
  const attempts = await checkDatabase(broken);
  return { report: reportOf(asked, faults, violations, attempts), violations };
}

type Tell = (promise: keyof Broken, what: string) => void;

function checkOne(asked: Asked, messages: ChatMessage[], broken: Tell): void {
  const where = `${asked.conversation}, ${asked.text}`;
  const at = messages.findIndex(({ role, text }) => role === "user" && text === asked.text);
  const count = messages.filter(({ role, text }) => role === "user" && text === asked.text).length;
  if (asked.endedAt === null) broken("unended", `${where}: ${JSON.stringify(asked.shown?.turn)}`);
  if (asked.lost > 0) broken("gaveUp", where);
  for (const text of asked.wrong.slice(0, 1)) broken("wrongOnTheWay", `${where} showed: ${text}`);
  if (count > 1) broken("duplicated", where);
  const answer = messages[at + 1];
  if (at < 0 || answer?.role !== "assistant") {
    if (asked.acknowledgedAt !== null) broken("lost", where);
    return;
  }
  if (messages[at + 2]?.role === "assistant") broken("duplicated", `${where}: two answers`);
  if (!asked.expected.startsWith(answer.text)) broken("different", `${where} is stored as: ${answer.text}`);
  if (asked.endedAt !== null && asked.shown?.text !== answer.text)
    broken("different", `${where}\n    shown:  ${asked.shown?.text}\n    stored: ${answer.text}`);
  if (asked.endedAt !== null && asked.shown?.turn?.state !== answer.turn?.state)
    broken("different", `${where}: shown as ${asked.shown?.turn?.state}, stored as ${answer.turn?.state}`);
  const isWhole = answer.text === asked.expected && !asked.isBroken;
  if (answer.turn?.state === "complete" && !isWhole) broken("falselyComplete", `${where}: ${answer.text}`);
  if (answer.turn?.state === "running") broken("running", where);
}

type Made = { calls: number; whole: number };

/** Requests to the model server by question. Whole: it wrote the full answer and the connection held. */
function madeBy(requests: readonly RecordedRequest[]): Map<string, Made> {
  const made = new Map<string, Made>();
  for (const { path, body, closedBy, chunksSent } of requests) {
    const [, name = "", words = "0"] = lastUserText(body).match(QUESTION) ?? [];
    if (!name || !path.endsWith("/responses")) continue;
    const isWhole = closedBy === "server" && chunksSent >= Number(words);
    const { calls, whole } = made.get(name) ?? { calls: 0, whole: 0 };
    made.set(name, { calls: calls + 1, whole: whole + (isWhole ? 1 : 0) });
  }
  return made;
}

/** Each epoch of a turn beyond the first means that a process was lost with what it had received. */
async function checkModel(made: Map<string, Made>, broken: Tell): Promise<void> {
  const turns = await asOwner<{ text: string; attempts: number; takeovers: number }>(
    `select m.content_full as text, t.attempts,
       t.epoch - coalesce(lag(t.epoch) over (partition by t.tenant_id, t.conversation_id order by t.epoch), 0) - 1 as takeovers
     from platform.turns t join platform.messages m on m.tenant_id = t.tenant_id and m.id = t.question_id`,
  );
  for (const { text, attempts, takeovers } of turns) {
    const { calls, whole } = made.get(text.match(QUESTION)?.[1] ?? "") ?? { calls: 0, whole: 0 };
    if (whole > 1 + takeovers)
      broken("answeredTwice", `${text}: ${whole} whole answers, ${takeovers} takeovers`);
    if (calls > attempts) broken("unrecordedCalls", `${text}: ${calls} calls, ${attempts} attempts`);
  }
}

async function checkDatabase(broken: Tell): Promise<number> {
  const running = await asOwner<{ id: string }>("select id from platform.turns where state = 'running'");
  for (const { id } of running) broken("running", `turn ${id}`);
  const twice = await asOwner<{ id: string }>(
    "select question_id as id from platform.turns group by tenant_id, question_id having count(*) > 1",
  );
  for (const { id } of twice) broken("answeredTwice", `question ${id} has more than one turn`);
  const uncounted = await asOwner<{ id: string; state: string | null }>(
    `select t.id, e.state from platform.turns t left join platform.usage_entries e on e.tenant_id = t.tenant_id and e.turn_id = t.id
     where e.state is null or e.state = 'reserved'`,
  );
  for (const { id, state } of uncounted) broken("miscounted", `turn ${id}: ${state ?? "no entry"}`);
  const sums = await asOwner<{ tenant_id: string; counted: string; summed: string }>(
    `select t.tenant_id, t.messages || '/' || t.tokens as counted, count(*) || '/' || sum(e.input_tokens + e.output_tokens) + (
       select coalesce(sum(v.tokens), 0) from platform.embedding_usage v where v.tenant_id = t.tenant_id and v.starts_on = t.starts_on
     ) as summed
     from platform.usage_totals t join platform.usage_entries e
       on e.tenant_id = t.tenant_id and (e.reserved_at at time zone 'UTC')::date = t.starts_on
     where t.scope = 'tenant' and t.period = 'day' group by t.tenant_id, t.starts_on, t.messages, t.tokens`,
  );
  for (const { tenant_id: tenant, counted, summed } of sums)
    if (counted !== summed) broken("miscounted", `${tenant}: the day says ${counted}, its entries ${summed}`);
  const [again] = await asOwner<{ n: number }>(
    "select count(*)::int as n from platform.turns where attempts > 1",
  );
  return again?.n ?? 0;
}

function reportOf(
  asked: readonly Asked[],
  faults: Journal["faults"],
  violations: readonly Violation[],
  runAgain: number,
): Report {
  const tally = (values: (string | number)[]) =>
    [...Map.groupBy(values, (value) => value)]
      .map(([value, all]) => `${value}: ${all.length}`)
      .sort()
      .join(", ") || "none";
  const spread = (values: number[], digits = 0) =>
    values.length === 0
      ? "none"
      : `p50 ${percentile(values, 0.5).toFixed(digits)}, p95 ${percentile(values, 0.95).toFixed(digits)}, worst ${Math.max(...values).toFixed(digits)}`;
  const hurt = asked.flatMap(({ acknowledgedAt, endedAt }) => {
    if (acknowledgedAt === null || endedAt === null) return [];
    const first = faults.find(({ at }) => at >= acknowledgedAt && at < endedAt);
    return first ? [(endedAt - first.at) / 1_000] : [];
  });
  const firstTokens = asked.flatMap(({ invokedAt, firstTokenAt }) =>
    firstTokenAt === null ? [] : [firstTokenAt - invokedAt],
  );
  const count = (promise: keyof Broken) => violations.filter((one) => one.promise === promise).length;
  return {
    asked: asked.length,
    acknowledged: asked.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
    refusals: tally(asked.flatMap(({ refusals }) => refusals)),
    resumed: asked.reduce((sum, { resumed }) => sum + resumed, 0),
    states: tally(asked.map(({ shown }) => shown?.turn?.state ?? "no answer")),
    runAgain,
    toFirstTokenMs: spread(firstTokens),
    toEndAfterFaultS: `${hurt.length} turns, ${spread(hurt, 1)}`,
    broken: {
      lost: count("lost"),
      duplicated: count("duplicated"),
      invented: count("invented"),
      different: count("different"),
      wrongOnTheWay: count("wrongOnTheWay"),
      falselyComplete: count("falselyComplete"),
      outOfOrder: count("outOfOrder"),
      unended: count("unended"),
      running: count("running"),
      answeredTwice: count("answeredTwice"),
      unrecordedCalls: count("unrecordedCalls"),
      miscounted: count("miscounted"),
      gaveUp: count("gaveUp"),
    },
  };
}
