import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { embeddingModelName } from "#lib/ai/embed.ts";
import { createAccount } from "#lib/auth/account/create-account.ts";
import { chatbotAddress, demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { isDraining } from "#lib/core/draining.ts";
import { env } from "#lib/core/env.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { deleteSource } from "#lib/knowledge/sources/delete-source.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { listSourceDocuments } from "#lib/knowledge/sources/list-source-documents.ts";
import { listSources } from "#lib/knowledge/sources/list-sources.ts";
import { addMember } from "#lib/tenant/add-member.ts";
import { createTenant } from "#lib/tenant/create-tenant.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import { hideOnboarding } from "#lib/tenant/hide-onboarding.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { type DemoFolder, demoFolders, readDemoDocuments } from "./demo/documents.ts";
import { oracleChatbot } from "./demo/oracle.ts";
import { parleyChatbot } from "./demo/parley.ts";
import { createDemoRoom, fillDemoRoom } from "./demo/room.ts";
import { supportChatbot } from "./demo/support.ts";
import { createDemoTeam } from "./demo/team.ts";
import { readDemoVectors } from "./demo/vectors.ts";

const SLUG = "demo";
const NAME = "Kestrel Bikes (demo)";
const HANDLE = "support";
const ORACLE = "oracle";
const PARLEY = "parley";
const ADMIN_EMAIL = "demo@parley.example";

export type DemoFile = {
  baseUrl: string;
  tenant: string;
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
  chatbots: Record<string, string>;
  rooms: Record<string, string>;
};

type Demo = { ctx: Context; chatbotIds: Record<DemoFolder["chatbot"], Id<"bot">> };

export function demoFilePath(): string {
  return join(env().DATA_DIR, "demo.json");
}

export function readDemoFile(): DemoFile | null {
  try {
    return JSON.parse(readFileSync(demoFilePath(), "utf8")) as DemoFile;
  } catch {
    return null;
  }
}

/** Creates the demo workspace if missing and writes DATA_DIR/demo.json. Idempotent. */
export async function seedDemo(baseUrl: string): Promise<Demo> {
  const operator = sealOperator();
  const enter = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "public" } });
  const known = await findTenant(operator, SLUG);
  const ctx = known ? enter(known) : await createTenant(enter, { slug: SLUG, name: NAME });
  const support = await findOrCreateChatbot(ctx, HANDLE, supportChatbot);
  await findOrCreateChatbot(ctx, ORACLE, oracleChatbot);
  const parley = await findOrCreateChatbot(ctx, PARLEY, parleyChatbot);
  if (!known) await updateWorkspace(ctx, { name: NAME, settings: { guestRooms: true } }, false);
  if (!known) await hideOnboarding(ctx);
  if (!(await demoChatbotHandle()))
    await reserveHandle(ctx, { kind: "showcase", value: "home", targetId: HANDLE });
  const before = readDemoFile();
  const apiKey =
    (known && before?.apiKey) ||
    (await createApiKey(ctx, {
      name: "Demo",
      scopes: ["chat", "knowledge:read", "knowledge:write", "checkins:read", "checkins:write"],
    }));
  const adminPassword = (known && before?.adminPassword) || randomBytes(9).toString("base64url");
  let owner: { id: string; name: string } | null = null;
  if (!known || !before?.adminPassword) {
    const admin = { name: "Demo", email: ADMIN_EMAIL, password: adminPassword, isOperator: true };
    const id = await createAccount(operator, admin);
    await addMember(ctx, id, "owner");
    owner = { id, name: admin.name };
  }
  await createDemoTeam(ctx, owner);
  const file: DemoFile = {
    baseUrl,
    tenant: SLUG,
    adminEmail: ADMIN_EMAIL,
    adminPassword,
    apiKey,
    chatbots: { [HANDLE]: HANDLE, [ORACLE]: ORACLE, [PARLEY]: PARLEY },
    rooms: { demo: await createDemoRoom(ctx, support) },
  };
  writeFileSync(demoFilePath(), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  return { ctx, chatbotIds: { support, parley } };
}

async function findOrCreateChatbot(
  ctx: Context,
  handle: string,
  chatbot: { name: string; config: unknown },
): Promise<Id<"bot">> {
  const existing = await chatbotAddress(handle).catch(() => null);
  return existing?.chatbotId ?? (await createChatbot(ctx, { handle, visibility: "public", ...chatbot })).id;
}

/** The documentation belonged to the support chatbot before it got one of its own. */
async function deleteMovedSources({ ctx, chatbotIds }: Demo): Promise<void> {
  for (const [handle, chatbotId] of Object.entries(chatbotIds)) {
    const moved = (await listSources(ctx, chatbotId)).filter(({ origin }) =>
      demoFolders.some((folder) => folder.origin === origin && folder.chatbot !== handle),
    );
    for (const { id } of moved) await deleteSource(ctx, parseId("src", id, "source"));
  }
}

/**
 * Ingests the demo's handbook and Parley's documentation. "later" makes both searchable within seconds: by
 * meaning where precomputed vectors exist, else by words; "now" embeds what is missing. Then fills the demo's
 * room, in which the chatbot answers from the handbook. Stops when the process drains; the next
 * start continues.
 */
export async function ingestDemo(demo: Demo, vectors: "later" | "now"): Promise<void> {
  const { ctx, chatbotIds } = demo;
  await deleteMovedSources(demo);
  const knownVectors = readDemoVectors(embeddingModelName());
  for (const folder of demoFolders) {
    const { origin, name } = folder;
    const chatbotId = chatbotIds[folder.chatbot];
    const { id: sourceId } = await findOrCreateSource(ctx, { origin, name, kind: "folder", chatbotId });
    const before = new Set((await listSourceDocuments(ctx, sourceId)).map((document) => document.path));
    for (const document of readDemoDocuments(folder)) {
      if (isDraining()) return;
      if (vectors === "later" && before.has(document.path)) continue;
      await putDocument(ctx, { ...document, sourceId, vectors, knownVectors });
    }
  }
  await fillDemoRoom(ctx);
}
