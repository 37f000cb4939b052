import { describe, expect, it } from "vitest";
import type { fetchPublic, PublicRequest, PublicResponse } from "#lib/core/outbound.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { searchKnowledge } from "../retrieval/search-knowledge.ts";
import { ingestNow } from "../testing/ingest-now.ts";

const URL = "https://docs.example/opening?lang=en";
const html = (body: string) =>
  `<!doctype html><title>Opening hours</title><main><h1>Opening hours</h1><p>${body}</p></main>`;

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };

/** A site that returns the next answer for each request and records the requests. */
function site(...answers: Answer[]) {
  const requested: { address: string; headers: Record<string, string> }[] = [];
  const fetchPage: typeof fetchPublic = async (
    address: string,
    options: PublicRequest,
  ): Promise<PublicResponse> => {
    requested.push({ address, headers: options.headers ?? {} });
    const { status = 200, headers = {}, body = "" } = answers.shift() ?? {};
    return {
      status,
      url: address,
      headers: new Headers({ "content-type": "text/html; charset=utf-8", ...headers }),
      body: Buffer.from(body),
      redirects: [],
    };
  };
  return { requested, fetchPage };
}

const ingest = (...[ctx, input, fetchPage]: Parameters<typeof ingestNow>) =>
  ingestNow(ctx, input, fetchPage, true);

describe("a web page", () => {
  it("is fetched, revalidated by its etag, and replaced when it has changed", async () => {
    const { ctx, chatbot, sourceId } = await makeTenant();
    const { requested, fetchPage } = site(
      { headers: { etag: '"one"' }, body: html("The harbour opens at six in the morning.") },
      { status: 304 },
      { headers: { etag: '"two"' }, body: html("The harbour opens at seven in the morning.") },
    );
    const sync = () => ingest(ctx, { sourceId, url: `${URL}#times` }, fetchPage);
    expect(await sync()).toMatchObject({ state: "ready", outcome: "created" });
    expect(await sync()).toMatchObject({ outcome: "unchanged" });
    expect(await sync()).toMatchObject({ outcome: "replaced" });
    expect(requested.map(({ address }) => address)).toEqual([URL, URL, URL]);
    expect(requested.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"one"', '"one"']);
    const { results } = await searchKnowledge(ctx, {
      chatbotId: chatbot.id,
      query: "when does the harbour open",
      language: "english",
      limit: 3,
    });
    expect(results[0]).toMatchObject({ path: URL, title: "Opening hours" });
    expect(results.map(({ text }) => text).join()).not.toContain("six");
  });

  it("without an etag is revalidated by its date", async () => {
    const { ctx, sourceId } = await makeTenant();
    const date = "Mon, 02 Nov 2026 08:00:00 GMT";
    const { requested, fetchPage } = site(
      { headers: { "last-modified": date }, body: html("Open.") },
      { status: 304 },
    );
    for (let i = 0; i < 2; i += 1) await ingest(ctx, { sourceId, url: URL }, fetchPage);
    expect(requested[1]?.headers).toEqual({ "if-modified-since": date });
  });

  it("is decoded in the charset its server declares", async () => {
    const { ctx, chatbot, sourceId } = await makeTenant();
    const body = Buffer.from(html("Die Fähre fährt täglich."), "latin1");
    const { fetchPage } = site({ headers: { "content-type": "text/html; charset=ISO-8859-1" }, body });
    await ingest(ctx, { sourceId, url: URL }, fetchPage);
    const input = { chatbotId: chatbot.id, query: "Fähre", language: "english", limit: 1 };
    expect((await searchKnowledge(ctx, input)).results[0]?.text).toContain("Die Fähre fährt täglich.");
  });

  it.each([
    [404, /no page/],
    [403, /not public/],
    [503, /Try again later/],
    [418, /418/],
  ] as const)(
    "that answers %i fails with a reason, and keeps the previous document",
    async (status, reason) => {
      const { ctx, chatbot, sourceId } = await makeTenant();
      const { fetchPage } = site(
        { body: html("The harbour opens at six.") },
        { status, body: html("Sorry.") },
      );
      const sync = () => ingest(ctx, { sourceId, url: URL }, fetchPage);
      await sync();
      expect(await sync()).toMatchObject({ state: "failed", reason: expect.stringMatching(reason) });
      const input = { chatbotId: chatbot.id, query: "harbour", language: "english", limit: 1 };
      expect((await searchKnowledge(ctx, input)).results).toHaveLength(1);
    },
  );

  it("on an internal host is never fetched", async () => {
    const { ctx, sourceId } = await makeTenant();
    for (const url of [
      "http://127.0.0.1/",
      "http://[::1]/",
      "http://169.254.169.254/latest/",
      "http://2130706433/",
    ]) {
      expect(await ingest(ctx, { sourceId, url })).toMatchObject({ state: "failed", document: null });
    }
  });

  it("is not fetched for another tenant's source", async () => {
    const [mine, theirs] = [await makeTenant(), await makeTenant()];
    const { requested, fetchPage } = site({ body: html("x") });
    const attempt = ingest(mine.ctx, { sourceId: theirs.sourceId, url: URL }, fetchPage);
    await expect(attempt).rejects.toMatchObject({ code: "not_found" });
    expect(requested).toEqual([]);
  });
});
