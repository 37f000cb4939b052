import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { rateAnswer } from "#lib/conversation/rate-answer.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { env } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { getAccess } from "#lib/people/get-access.ts";
import { updateEntitlement } from "#lib/people/update-entitlement.ts";
import { updateProfile } from "#lib/people/update-profile.ts";
import { makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { erasePerson } from "./erase-person.ts";
import { exportPersonData } from "./export-person-data.ts";
import { mergeGuestHistory } from "./merge-guest-history.ts";

const getEntitlement = async (ctx: Context) => (await getAccess(ctx)).entitlement;

const CANARY = "zaunkönig-4711";

async function wholeOf(pieces: AsyncGenerator<string>): Promise<string> {
  let whole = "";
  for await (const piece of pieces) whole += piece;
  return whole;
}

/** Rows of all our tables that contain a canary. */
async function rowsWith(canary: string): Promise<string[]> {
  const tables = await asOwner<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('platform', 'queue', 'events', 'projections', 'analytics')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await asOwner<{ rows: string }>(
      `select count(*)::text as rows from ${name} t where strpos(t::text, $1) > 0`,
      [canary],
    );
    if (Number(row?.rows) > 0) found.push(`${name}: ${row?.rows}`);
  }
  return found;
}

/** Files of the data directory, except the database's, that contain a canary. */
function filesWith(canary: string, directory = env().DATA_DIR): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(directory, name);
    if (name === "db") return [];
    const file = statSync(path);
    if (file.isDirectory()) return filesWith(canary, path);
    if (!file.isFile()) return [];
    return readFileSync(path).includes(canary) ? [path] : [];
  });
}

test("erases a person from every table and file, and no one else", async () => {
  const tenant = await makeTenant();
  const [person, other] = [await makePerson("Eve"), tenant.visitor()];
  const userIdHash = hashUserId(tenant.ctx.tenantId, person.userId);
  const ctx = sealContext({
    tenantId: tenant.ctx.tenantId,
    actor: { kind: "person", id: person.userId, sessionId: person.sessionId, userIdHash },
  });
  await asOwner(
    `update platform.tenants set settings = settings || '{"access": {"accounts": true, "guestMessages": 10, "trialMessages": 10}}' where id = $1`,
    [idToUuid(tenant.ctx.tenantId)],
  );
  const chatbot = {
    ...tenant.chatbot,
    access: { accounts: true, guestMessages: 10, trialMessages: 10 },
    config: { ...tenant.chatbot.config, skills: ["draw_tarot_cards" as const] },
  };
  let serial = 0;
  const ask = async (asker: typeof ctx, text: string, id: string) => {
    serial += 1;
    const turn = await runTurn(asker, {
      chatbot,
      request: {
        id,
        chatbot: chatbot.handle,
        trigger: "submit-message",
        message: { id: `d-${serial}`, role: "user", parts: [{ type: "text", text }] },
      },
    });
    await turn.ended;
  };
  const guest = tenant.visitor();
  await ask(guest, `${CANARY} asked as a guest`, "one");
  await mergeGuestHistory(guest, person);
  await ask(ctx, `${CANARY} draw three cards`, "one");
  await ask(ctx, `${CANARY} again`, "two");
  await ask(other, "somebody else", "theirs");
  await updateProfile(ctx, {
    birthDate: "1990-01-01",
    birthTime: null,
    birthPlace: { name: CANARY, latitude: 1, longitude: 1, timeZone: null },
    timeZone: null,
    language: null,
  });
  const answer = (await listMessages(ctx, { name: "two" })).messages[1];
  const feedback = { rating: "down" as const, reason: "incorrect", text: `${CANARY} is wrong` };
  await rateAnswer(ctx, { name: "two", messageId: answer?.id ?? "", feedback });
  expect(await rowsWith(`${CANARY} is wrong`)).toEqual(["platform.feedback: 1"]);
  expect((await rowsWith(CANARY)).length).toBeGreaterThan(2);
  expect((await rowsWith(userIdHash)).length).toBeGreaterThan(3);
  const taken = JSON.parse(await wholeOf(await exportPersonData(ctx))) as {
    conversations: { messages: object[] }[];
  };
  expect(taken.conversations.map(({ messages }) => messages.length)).toEqual([4, 2]);
  expect(JSON.stringify(taken).split(CANARY).length).toBeGreaterThan(4);
  expect(taken.conversations[1]?.messages).toMatchObject([{ feedback: null }, { feedback }]);

  await erasePerson(ctx);

  expect(await rowsWith(CANARY)).toEqual([]);
  expect(await rowsWith(userIdHash)).toEqual([]);
  expect(filesWith(CANARY)).toEqual([]);
  await expect(listMessages(ctx, { name: "one" })).rejects.toMatchObject({ code: "not_found" });
  expect((await listMessages(other, { name: "theirs" })).messages).toHaveLength(2);
});

test("erasing a person does not lift their suspension", async () => {
  const tenant = await makeTenant();
  const person = await makePerson("Eve");
  const { tenantId } = tenant.ctx;
  await asOwner(
    `update platform.tenants set settings = settings || '{"access": {"accounts": true}}' where id = $1`,
    [idToUuid(tenantId)],
  );
  await mergeGuestHistory(tenant.visitor(), person);
  await updateEntitlement(tenant.ctx, person.userId, { state: "suspended", reason: "" });
  const userIdHash = hashUserId(tenantId, person.userId);
  const actor = { kind: "person" as const, id: person.userId, sessionId: person.sessionId, userIdHash };
  await erasePerson(sealContext({ tenantId, actor }));
  expect(await rowsWith(userIdHash)).toEqual([]);
  await mergeGuestHistory(tenant.visitor(), person);
  expect(await getEntitlement(sealContext({ tenantId, actor }))).toMatchObject({ kind: "suspended" });
});

test("members and keys cannot erase data", async () => {
  const tenant = await makeTenant();
  await expect(erasePerson(tenant.ctx)).rejects.toMatchObject({ code: "forbidden" });
});
