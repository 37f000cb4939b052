import { describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import type { fetchPublic } from "#lib/core/outbound.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { ingestDocument } from "../ingestion/ingest-document.ts";
import { listIngestions } from "../ingestion/list-ingestions.ts";
import { findIngestion } from "../queries/ingestions.ts";
import { findSourceRow } from "../queries/sources.ts";
import { findOrCreateSource } from "../sources/find-or-create-source.ts";
import { getSource } from "../sources/get-source.ts";
import { listSourceDocuments } from "../sources/list-source-documents.ts";
import { updateSource } from "../sources/update-source.ts";
import { cancelSync } from "./cancel-sync.ts";
import { requestSync } from "./request-sync.ts";
import { syncSource } from "./sync-source.ts";

const HOST = "https://docs.example";
const run = { isLastAttempt: true, signal: new AbortController().signal };

type Page = { body: string; etag?: string; status?: number };

/** A site in memory; `pages` may change between two syncs. */
function site(pages: Map<string, Page>) {
  const requested: string[] = [];
  const fetchPage: typeof fetchPublic = async (address, { headers = {} }) => {
    const { pathname } = new URL(address);
    requested.push(pathname);
    const page = pages.get(pathname);
    const etag = page?.etag;
    const isKnown = etag !== undefined && new Headers(headers).get("if-none-match") === etag;
    return {
      status: isKnown ? 304 : (page?.status ?? (page ? 200 : 404)),
      url: address,
      headers: new Headers({ "content-type": "text/html", ...(etag ? { etag } : {}) }),
      body: Buffer.from(isKnown || !page ? "" : page.body),
      redirects: [],
    };
  };
  return { requested, fetchPage };
}

const html = (title: string, text: string, links: string[] = []) =>
  `<!doctype html><title>${title}</title><main><h1>${title}</h1><p>${text}</p>${links
    .map((link) => `<a href="${link}">${link}</a>`)
    .join(" ")}</main>`;

async function openSite({ ctx, chatbot }: TestTenant, syncMinutes?: number): Promise<Id<"src">> {
  const input = {
    chatbotId: chatbot.id,
    kind: "site" as const,
    origin: `${HOST}/`,
    name: "Docs",
    syncMinutes,
  };
  return (await findOrCreateSource(ctx, input)).id;
}

/** Syncs the source as its job would, and ingests what it queued. */
async function look(ctx: Context, sourceId: Id<"src">, fetchPage: typeof fetchPublic) {
  await requestSync(ctx, sourceId);
  const revision = (await findSourceRow(ctx, sourceId))?.syncRevision ?? 0;
  await syncSource(ctx, { sourceId, revision }, run, { fetchPage, delayMs: 0, sleep: async () => undefined });
  const touched: string[] = [];
  const { ingestions } = await listIngestions(ctx, sourceId, { states: ["queued"], limit: 1_000 });
  for (const { id, path } of ingestions) {
    const row = await findIngestion(ctx, id as Id<"ing">);
    await ingestDocument(ctx, { id: id as Id<"ing">, revision: row?.revision ?? 0 }, run);
    touched.push(new URL(path).pathname);
  }
  return { touched: touched.sort(), status: await getSource(ctx, sourceId) };
}

const paths = async (ctx: Context, sourceId: Id<"src">) =>
  (await listSourceDocuments(ctx, sourceId)).map(({ path }) => new URL(path).pathname).sort();

const scheduled = async ({ ctx }: TestTenant) =>
  (
    await asOwner<{ revision: string }>(
      "select data->>'revision' as revision from queue.job where data->>'tenantId' = $1 and name = 'knowledge.sync-source' and start_after > now() + interval '10 minutes' order by created_on",
      [ctx.tenantId],
    )
  ).map(({ revision }) => Number(revision));

describe("a site", () => {
  it("is crawled no further than the workspace's daily pages, and keeps pages that were not crawled", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const links = Array.from({ length: 12 }, (_, i) => `/p${i}`);
    const pages = new Map<string, Page>([["/", { body: html("Start", "Welcome.", links) }]]);
    for (const link of links) pages.set(link, { body: html(link, `Page ${link} of the harbor.`) });
    const limit = (crawledPages: number) =>
      updatePlan(sealOperator(), ctx.tenantId, { plan: "standard", limits: { crawledPages } });
    const sourceId = await openSite(tenant);
    await look(ctx, sourceId, site(pages).fetchPage);
    expect(await paths(ctx, sourceId)).toHaveLength(13);
    const used = 14;
    await limit(used + 6);
    const other = site(pages);
    const second = await look(ctx, sourceId, other.fetchPage);
    expect(other.requested).toHaveLength(6);
    expect(second.status.sync?.reason).toMatch(/limit of 20 web pages per day\. Try again after 00:00 UTC/);
    expect(await paths(ctx, sourceId)).toHaveLength(13);
    await expect(look(ctx, sourceId, other.fetchPage)).rejects.toMatchObject({ code: "limited" });
    const revision = (await findSourceRow(ctx, sourceId))?.syncRevision ?? 0;
    await syncSource(ctx, { sourceId, revision }, run, { fetchPage: other.fetchPage, delayMs: 0 });
    expect(other.requested).toHaveLength(6);
  });

  it("is synced, and the next sync touches only new, changed and removed pages", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const pages = new Map<string, Page>([
      ["/", { body: html("Start", "Welcome to the harbour.", ["/a", "/b", "/c"]), etag: '"1"' }],
      ["/a", { body: html("A", "The ferry leaves at nine."), etag: '"1"' }],
      ["/b", { body: html("B", "The crane lifts forty tons.") }],
      ["/c", { body: html("C", "The tower is of granite."), etag: '"1"' }],
    ]);
    const { fetchPage } = site(pages);
    const sourceId = await openSite(tenant);
    const first = await look(ctx, sourceId, fetchPage);
    expect(first.touched).toEqual(["/", "/a", "/b", "/c"]);
    expect(first.status.sync).toMatchObject({
      state: "ready",
      reason: null,
      report: { changed: 4, removed: 0 },
    });

    expect((await look(ctx, sourceId, fetchPage)).touched).toEqual([]);

    pages.set("/", { body: html("Start", "Welcome to the harbour.", ["/a", "/b", "/d"]), etag: '"2"' });
    pages.set("/a", { body: html("A", "The ferry leaves at ten."), etag: '"2"' });
    pages.set("/d", { body: html("D", "The pier is new."), etag: '"1"' });
    pages.delete("/c");
    const third = await look(ctx, sourceId, fetchPage);
    expect(third.touched).toEqual(["/", "/a", "/d"]);
    expect(third.status.sync.report).toMatchObject({ changed: 3, unchanged: 1, removed: 1 });
    expect(await paths(ctx, sourceId)).toEqual(["/", "/a", "/b", "/d"]);
  });

  it("that is unreachable keeps its documents, and says why", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const pages = new Map<string, Page>([
      ["/", { body: html("Start", "Welcome.", ["/a"]) }],
      ["/a", { body: html("A", "The ferry leaves at nine.") }],
    ]);
    const { fetchPage } = site(pages);
    const sourceId = await openSite(tenant);
    await look(ctx, sourceId, fetchPage);
    for (const page of pages.values()) page.status = 503;
    const { status } = await look(ctx, sourceId, fetchPage);
    expect(status.sync.state).toBe("failed");
    expect(status.sync.reason).toMatch(/\.$/);
    expect(await paths(ctx, sourceId)).toEqual(["/", "/a"]);
  });

  it("is synced by schedule: each end enqueues the next, and a change or request replaces it", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const { fetchPage } = site(new Map([["/", { body: html("Start", "Welcome.") }]]));
    const sourceId = await openSite(tenant, 60);
    await look(ctx, sourceId, fetchPage);
    expect(await scheduled(tenant)).toEqual([1]);
    await updateSource(ctx, sourceId, { syncMinutes: 120 });
    expect(await scheduled(tenant)).toEqual([1, 2]);
    const { requested } = site(new Map());
    await syncSource(ctx, { sourceId, revision: 1 }, run, {
      fetchPage,
      delayMs: 0,
      sleep: async () => undefined,
    });
    expect(requested).toEqual([]);
    expect((await getSource(ctx, sourceId)).syncMinutes).toBe(120);
    await updateSource(ctx, sourceId, { syncMinutes: null });
    await syncSource(ctx, { sourceId, revision: 3 }, run, {
      fetchPage,
      delayMs: 0,
      sleep: async () => undefined,
    });
    expect(await scheduled(tenant)).toEqual([1, 2]);
  });

  it("can be canceled, and an earlier run then writes nothing", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const { fetchPage, requested } = site(new Map([["/", { body: html("Start", "Welcome.") }]]));
    const sourceId = await openSite(tenant);
    await requestSync(ctx, sourceId);
    expect((await cancelSync(ctx, sourceId)).sync.state).toBe("cancelled");
    await syncSource(ctx, { sourceId, revision: 1 }, run, {
      fetchPage,
      delayMs: 0,
      sleep: async () => undefined,
    });
    expect(requested).toEqual([]);
    expect((await getSource(ctx, sourceId)).sync.state).toBe("cancelled");
  });

  it("canceled during a crawl removes nothing, and counts a rejected page once", async () => {
    const tenant = await makeTenant();
    const { ctx } = tenant;
    const pages = new Map<string, Page>([
      ["/", { body: html("Start", "Welcome.", ["/a"]) }],
      ["/a", { body: html("A", "The ferry leaves at nine.") }],
    ]);
    const { fetchPage } = site(pages);
    const sourceId = await openSite(tenant);
    await look(ctx, sourceId, fetchPage);
    pages.set("/", { body: html("Start", "Welcome.", ["/empty"]) });
    pages.set("/empty", { body: "" });
    await requestSync(ctx, sourceId);
    const cancelling: typeof fetchPublic = async (address, options) => {
      if (new URL(address).pathname === "/empty") await cancelSync(ctx, sourceId);
      return fetchPage(address, options);
    };
    const web = { fetchPage: cancelling, delayMs: 0, sleep: async () => undefined };
    await syncSource(ctx, { sourceId, revision: 2 }, run, web);
    expect(await paths(ctx, sourceId)).toEqual(["/", "/a"]);
    const { status } = await look(ctx, sourceId, fetchPage);
    expect(status.sync.report).toMatchObject({ changed: 1, failedCount: 1, removed: 1 });
    expect(await paths(ctx, sourceId)).toEqual(["/"]);
  });

  it("of another tenant is not found, and a folder has no address to sync", async () => {
    const [mine, theirs] = [await makeTenant(), await makeTenant()];
    const sourceId = await openSite(theirs);
    for (const id of [sourceId, newId("src")]) {
      for (const verb of [requestSync, cancelSync, getSource]) {
        await expect(verb(mine.ctx, id)).rejects.toMatchObject({ code: "not_found" });
      }
      await expect(updateSource(mine.ctx, id, { name: "Mine" })).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await getSource(theirs.ctx, sourceId)).toMatchObject({ name: "Docs", sync: { state: "idle" } });
    await expect(requestSync(mine.ctx, mine.sourceId)).rejects.toMatchObject({ code: "conflict" });
    await expect(updateSource(mine.ctx, mine.sourceId, { syncMinutes: 60 })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
