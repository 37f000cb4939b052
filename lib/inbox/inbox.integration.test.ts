import { beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { rateAnswer } from "#lib/conversation/rate-answer.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { type Id, idFromUuid, idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { addNote } from "./add-note.ts";
import { deleteNote } from "./delete-note.ts";
import { exportTranscripts } from "./export-transcripts.ts";
import { listInbox, listLabels } from "./list-inbox.ts";
import { readTranscript } from "./read-transcript.ts";
import type { InboxQuery } from "./schema.ts";
import { setLabels } from "./set-labels.ts";

const openAccess = { accounts: false, guestMessages: null, trialMessages: null, trialDays: null };
const UTC = { timeZone: "UTC" };
let serial = 0;

async function ask(tenant: TestTenant, ctx: Context, text: string) {
  serial += 1;
  const id = `inbox-${serial}`;
  const turn = await runTurn(ctx, {
    chatbot: { ...tenant.chatbot, access: openAccess },
    request: {
      id,
      chatbot: tenant.chatbot.handle,
      trigger: "submit-message",
      message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text }] },
    },
  });
  await turn.ended;
  const [, answer] = (await listMessages(ctx, { name: id })).messages;
  const [row] = await asOwner<{ id: string }>(
    "select id from platform.conversations where client_key = $1 and tenant_id = $2",
    [id, idToUuid(ctx.tenantId)],
  );
  return { id: idFromUuid("cnv", row?.id ?? ""), name: id, answer: answer?.id ?? "" };
}

const titles = async (ctx: Context, query: InboxQuery) =>
  (await listInbox(ctx, query, UTC)).rows.map(({ title }) => title);
async function text(pieces: AsyncGenerator<string>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += piece;
  return all;
}

describe("the inbox", () => {
  let tenant: TestTenant;
  let editor: Context;
  let admin: Context;
  let asker: Context;
  let cited: Awaited<ReturnType<typeof ask>>;
  let declined: Awaited<ReturnType<typeof ask>>;

  beforeAll(async () => {
    tenant = await makeTenant();
    editor = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "editor");
    admin = await joinWorkspaceAs(tenant.ctx, await makePerson("Ada"), "admin");
    await putDocument(tenant.ctx, {
      sourceId: tenant.sourceId,
      path: "keys.md",
      mediaType: "text/markdown",
      text: "# Keys\n\nA spare key for the battery lock costs 18 euros.\n",
    });
    asker = tenant.visitor();
    cited = await ask(tenant, asker, "What does a spare key cost?");
    declined = await ask(tenant, tenant.visitor(), "=HYPERLINK(1) Do you deliver to Switzerland?");
    await rateAnswer(asker, {
      name: cited.name,
      messageId: cited.answer,
      feedback: { rating: "down", reason: "incorrect", text: "+1 too dear" },
    });
  });

  it("lists what was asked, newest first, with its answers' facts", async () => {
    const { rows, after } = await listInbox(editor, {}, UTC);
    expect(after).toBeNull();
    expect(rows).toMatchObject([
      { id: declined.id, channel: "page", groundings: ["declined"], ratings: [], messages: 2 },
      {
        id: cited.id,
        title: "What does a spare key cost?",
        groundings: ["cited"],
        ratings: ["down"],
        chatbot: { handle: tenant.chatbot.handle },
      },
    ]);
    expect(rows[1]?.lastText).toContain("18 euros");
  });

  it("finds by each filter, and ignores what is none", async () => {
    const spare = ["What does a spare key cost?"];
    const swiss = ["=HYPERLINK(1) Do you deliver to Switzerland?"];
    const both = [...swiss, ...spare];
    const today = new Date().toISOString().slice(0, 10);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const person = "userIdHash" in asker.actor ? asker.actor.userIdHash : "";
    const cases: [InboxQuery, string[]][] = [
      [{ grounding: "declined" }, swiss],
      [{ grounding: "cited" }, spare],
      [{ feedback: "down" }, spare],
      [{ feedback: "up" }, []],
      [{ grounding: "declined", feedback: "down" }, []],
      [{ channel: "page" }, both],
      [{ channel: "api" }, []],
      [{ text: "18 EUROS" }, spare],
      [{ text: "100%" }, []],
      [{ text: "_" }, []],
      [{ person }, spare],
      [{ chatbot: tenant.chatbot.handle }, both],
      [{ chatbot: tenant.chatbot.id }, both],
      [{ chatbot: "another" }, []],
      [{ from: today, to: today }, both],
      [{ from: today, feedback: "down" }, spare],
      [{ to: yesterday }, []],
      [{ from: "2026-02-31", grounding: "wrong", channel: "tv", text: "\0" }, both],
    ];
    for (const [query, found] of cases)
      expect(await titles(editor, query), JSON.stringify(query)).toEqual(found);
  });

  it("pages by a cursor that loses no conversation of the same moment", async () => {
    const busy = await makeTenant("Busy");
    for (let at = 0; at < 3; at += 1) await ask(busy, busy.visitor(), `Question ${at}?`);
    const tenantId = idToUuid(busy.ctx.tenantId);
    await asOwner(
      `insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title, updated_at)
       select tenant_id, gen_random_uuid(), chatbot_id, 'x', 'k' || n, 'Copy ' || n, '2026-01-02 03:04:05.000678Z'
       from platform.conversations, generate_series(1, 70) n where tenant_id = $1 and title = 'Question 0?'`,
      [tenantId],
    );
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listInbox>> = await listInbox(busy.ctx, {}, { ...UTC, after });
      seen.push(...page.rows.map(({ id }) => id));
      after = page.after;
    } while (after);
    expect(seen).toHaveLength(73);
    expect(new Set(seen).size).toBe(73);
    for (const broken of [
      "x",
      "2026-01-02T03:04:05.000678Z~x",
      `2026-99-02T03:04:05.000678Z~${newId("cnv")}`,
    ])
      expect((await listInbox(busy.ctx, {}, { ...UTC, after: broken })).rows).toHaveLength(50);
  });

  it("shows a transcript whole, and says so once a day in the audit log", async () => {
    const transcript = await readTranscript(editor, cited.id);
    expect(transcript).toMatchObject({ title: "What does a spare key cost?", channel: "page", before: null });
    const [question, answer] = transcript.messages;
    expect(question).toMatchObject({ role: "user", text: "What does a spare key cost?", answer: null });
    expect(answer).toMatchObject({
      citations: [{ number: 1, title: "Keys" }],
      answer: { state: "complete", grounding: "cited", isBuiltIn: true },
      feedback: { rating: "down", reason: "incorrect", text: "+1 too dear" },
    });
    expect(answer?.answer?.evidence).toBeGreaterThan(0);
    await readTranscript(editor, cited.id);
    await readTranscript(admin, cited.id);
    const reads = async () =>
      (await listAuditEntries(admin, null)).filter(({ action }) => action === "conversation.read");
    expect((await reads()).map(({ who, name }) => [who, name])).toEqual([
      ["Ada", "What does a spare key cost?"],
      ["Edda", "What does a spare key cost?"],
    ]);
    const tomorrow = { ...editor, now: () => new Date(Date.now() + 86_400_000) };
    await readTranscript(tomorrow, cited.id);
    expect(await reads()).toHaveLength(3);
  });

  it("keeps labels and notes, for the workspace alone", async () => {
    expect(await setLabels(editor, cited.id, ["price", "key", "price"])).toEqual(["key", "price"]);
    expect(await titles(editor, { label: "key" })).toEqual(["What does a spare key cost?"]);
    expect(await listLabels(editor)).toEqual(["key", "price"]);
    const note = await addNote(editor, cited.id, "Asked twice.");
    expect((await readTranscript(editor, cited.id)).notes).toMatchObject([
      { author: "Edda", text: "Asked twice." },
    ]);
    const other = await joinWorkspaceAs(tenant.ctx, await makePerson("Otto"), "editor");
    await expect(deleteNote(other, cited.id, note)).rejects.toMatchObject({ code: "not_found" });
    await deleteNote(admin, cited.id, note);
    expect((await readTranscript(editor, cited.id)).notes).toEqual([]);
    const messages = JSON.stringify(await listMessages(asker, { name: cited.name }));
    expect(messages).not.toContain("price");
  });

  it("exports what the filter finds, with formulas escaped, and records it", async () => {
    const csv = await text(exportTranscripts(editor, {}, { format: "csv", ...UTC, page: 1 }));
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain("'=HYPERLINK(1) Do you deliver");
    expect(csv).toContain("'+1 too dear");
    const jsonl = await text(exportTranscripts(editor, { feedback: "down" }, { format: "jsonl", ...UTC }));
    expect(
      jsonl
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { question: "What does a spare key cost?", rating: "down", grounding: "cited", channel: "page" },
    ]);
    expect((await listAuditEntries(admin, null)).map(({ action }) => action)).toContain(
      "conversation.exported",
    );
  });

  it("shows another workspace nothing", async () => {
    const stranger = await makeTenant("Stranger");
    const outsider = await joinWorkspaceAs(stranger.ctx, await makePerson("Mallory"), "owner");
    const missing = { code: "not_found", message: "Conversation not found." };
    expect(await titles(outsider, {})).toEqual([]);
    expect(await titles(outsider, { chatbot: tenant.chatbot.id })).toEqual([]);
    for (const id of [cited.id, newId("cnv"), "none"]) {
      await expect(readTranscript(outsider, id)).rejects.toMatchObject(missing);
      await expect(setLabels(outsider, id, ["x"])).rejects.toMatchObject(missing);
      await expect(addNote(outsider, id, "x")).rejects.toMatchObject(missing);
    }
    const csv = await text(exportTranscripts(outsider, {}, { format: "csv", ...UTC }));
    expect(csv.trimEnd().split("\r\n")).toHaveLength(1);
  });

  it("says where a conversation was held", async () => {
    const { tenantId } = tenant.ctx;
    const id: Id<"key"> = newId("key");
    const userIdHash = hashUserId(tenantId, id);
    const key = sealContext({ tenantId, actor: { kind: "apiKey", id, scopes: ["chat"], userIdHash } });
    await ask(tenant, key, "Asked by a program?");
    expect(await titles(editor, { channel: "api" })).toEqual(["Asked by a program?"]);
  });

  it("erases labels, notes and readings with the person", async () => {
    const leaving = tenant.visitor();
    const { id } = await ask(tenant, leaving, "Will I be forgotten?");
    await setLabels(editor, id, ["gone"]);
    await addNote(editor, id, "About them.");
    await readTranscript(editor, id);
    await erasePerson(leaving);
    for (const table of ["conversation_labels", "conversation_notes", "transcript_reads"])
      expect(
        await asOwner(`select 1 from platform.${table} where conversation_id = $1`, [idToUuid(id)]),
        table,
      ).toEqual([]);
    expect((await listAuditEntries(admin, null)).map(({ name }) => name)).not.toContain(
      "Will I be forgotten?",
    );
  });
});
