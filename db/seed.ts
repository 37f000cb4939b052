import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chatbotAddress, showcaseHandle } from "#lib/auth/admission.ts";
import { claimAddress } from "#lib/auth/claim-address.ts";
import { createApiKey } from "#lib/auth/create-api-key.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { Context } from "#lib/core/context.ts";
import { env } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { sealContext, sealOperator } from "#lib/core/seal.ts";
import { listSourceDocuments } from "#lib/knowledge/list-source-documents.ts";
import { openSource } from "#lib/knowledge/open-source.ts";
import { putDocument } from "#lib/knowledge/put-document.ts";
import { createTenant } from "#lib/tenant/create-tenant.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import { supportChatbot } from "./demo/support.ts";

const SLUG = "demo";
const HANDLE = "support";

export type DemoFile = { baseUrl: string; tenant: string; apiKey: string; chatbots: Record<string, string> };

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

/** Makes the demo workspace where it is missing and writes DATA_DIR/demo.json. Running it again changes nothing. */
export async function seedDemo(baseUrl: string): Promise<{ ctx: Context; chatbotId: Id<"bot"> }> {
  const operator = sealOperator();
  const enter = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "public" } });
  const known = await findTenant(operator, SLUG);
  const ctx = known
    ? enter(known)
    : await createTenant(operator, enter, { slug: SLUG, name: "Kestrel Bikes (demo)" });
  const existing = await chatbotAddress(HANDLE).catch(() => null);
  const chatbotId =
    existing?.chatbotId ?? (await createChatbot(ctx, { handle: HANDLE, ...supportChatbot })).id;
  if (!(await showcaseHandle()))
    await claimAddress(ctx, { kind: "showcase", value: "home", targetId: HANDLE });
  const before = readDemoFile();
  const apiKey =
    (known && before?.apiKey) ||
    (await createApiKey(ctx, { name: "Demo", scopes: ["chat", "knowledge:read", "knowledge:write"] }));
  const file: DemoFile = { baseUrl, tenant: SLUG, apiKey, chatbots: { [HANDLE]: HANDLE } };
  writeFileSync(demoFilePath(), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  return { ctx, chatbotId };
}

/**
 * Feeds the demo's handbook and Parley's own docs: searchable by words within a second or two, then, behind whoever
 * asks already, by meaning as well.
 */
export async function seedDemoKnowledge({
  ctx,
  chatbotId,
}: {
  ctx: Context;
  chatbotId: Id<"bot">;
}): Promise<void> {
  const folders = [
    { origin: "demo:handbook", name: "Kestrel handbook", directory: join(process.cwd(), "db/demo/handbook") },
    { origin: "demo:docs", name: "Parley documentation", directory: join(process.cwd(), "docs") },
  ];
  for (const vectors of ["later", "now"] as const) {
    for (const { directory, ...source } of folders) {
      const { id: sourceId } = await openSource(ctx, { ...source, kind: "folder", chatbotId });
      const known = new Set((await listSourceDocuments(ctx, sourceId)).map((document) => document.path));
      for (const path of markdownFiles(directory)) {
        if (vectors === "later" && known.has(path)) continue;
        const text = readFileSync(join(directory, path), "utf8");
        await putDocument(ctx, { sourceId, path, mediaType: "text/markdown", text, vectors });
      }
    }
  }
}

function markdownFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .sort();
}
