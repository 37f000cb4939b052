import { describe, expect, it } from "vitest";
import { idToUuid } from "#lib/core/ids.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { putDocument } from "../ingestion/put-document.ts";
import { searchKnowledge } from "./search-knowledge.ts";

const put = ({ ctx, sourceId }: TestTenant, path: string, text: string) =>
  putDocument(ctx, { sourceId, path, mediaType: "text/markdown", text });

const search = (
  { ctx, chatbot }: TestTenant,
  query: string,
  more: { language?: string; earlier?: string; limit?: number } = {},
) => searchKnowledge(ctx, { chatbotId: chatbot.id, query, language: "english", limit: 8, ...more });

async function feed(): Promise<TestTenant> {
  const tenant = await makeTenant();
  await put(
    tenant,
    "battery.md",
    "# Battery care\n\nThe battery charges in four hours with the standard charger.\n",
  );
  await put(tenant, "cover.md", "# Insurance\n\nThe insurance pays for theft by day and by night.\n");
  await put(tenant, "setup.md", "# First-ride set-up\n\nRaise the saddle, then switch the motor on.\n");
  return tenant;
}

describe("misspelled words", () => {
  it("match the intended word at reduced weight", async () => {
    const tenant = await feed();
    const { results, corrections } = await search(tenant, "thefft");
    expect(results[0]?.path).toBe("cover.md");
    expect(results[0]?.textScore).toBeGreaterThan(0);
    expect(corrections).toMatchObject([{ typed: "thefft", lexemes: ["theft"] }]);
    expect((await search(tenant, "theft")).corrections).toEqual([]);
    const exact = await search(tenant, "theft");
    expect(exact.results[0]?.textScore).toBeGreaterThan(results[0]?.textScore ?? 0);
    expect(exact.results[0]?.coverage).toBeGreaterThan(results[0]?.coverage ?? 1);
  });

  it("match words written apart or hyphenated", async () => {
    const tenant = await feed();
    for (const query of ["setup", "set up", "set-up"])
      expect((await search(tenant, query)).results[0]?.path).toBe("setup.md");
  });

  it("are never corrected with another chatbot's words", async () => {
    const [tenant, stranger] = [await feed(), await makeTenant()];
    await put(stranger, "x.md", "# Other\n\nSomething about quizzical wombats.\n");
    expect((await search(tenant, "wombits quizzicle")).corrections).toEqual([]);
  });

  it("take bounded time for any number of words", async () => {
    const tenant = await feed();
    const letters = "abcdefghijklmnopqrstuvwxyz";
    const rubbish = Array.from({ length: 250 }, (_, at) =>
      Array.from({ length: 7 }, (_, i) => letters[(at * 7 + i * at * 3 + i) % 26]).join(""),
    ).join(" ");
    const began = performance.now();
    await search(tenant, rubbish.slice(0, 2_000));
    await search(tenant, "z".repeat(2_000));
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

describe("results", () => {
  it("contain a repeated passage once, at its best rank", async () => {
    const tenant = await feed();
    const text =
      "The lighthouse tower is built of granite from the northern quarry and painted white every spring.";
    await put(tenant, "new.md", `# Lighthouse\n\n${text}\n`);
    await put(tenant, "old.md", `# Lighthouse\n\n${text}\n`);
    const { results } = await search(tenant, "what is the lighthouse tower built of");
    expect(results.filter((result) => result.text.includes("granite"))).toHaveLength(1);
  });

  it("merge adjacent passages under one heading", async () => {
    const tenant = await feed();
    const about = (word: string) =>
      Array.from(
        { length: 12 },
        (_, i) => `The harbour keeps ${word} number ${i} near the old customs house.`,
      ).join(" ");
    const text = `# Harbour\n\n## Boats\n\n${about("boats")}\n\n${about("cranes")}\n\n## Tolls\n\n${about("tolls")}\n`;
    const { chunks } = await put(tenant, "harbour.md", text);
    expect(chunks).toBeGreaterThan(2);
    const { results } = await search(tenant, "boats and cranes of the harbour");
    const [first, ...others] = results.filter(({ path }) => path === "harbour.md");
    const [{ content = "" } = {}] = await asOwner<{ content: string }>(
      "select content from platform.documents where path = 'harbour.md' and tenant_id = $1",
      [idToUuid(tenant.ctx.tenantId)],
    );
    expect(others.map(({ headingPath }) => headingPath.at(-1))).toEqual(["Tolls"]);
    const cited = content.slice(first?.start, first?.end);
    expect(cited).toContain("boats number 0");
    expect(cited).toContain("cranes number 11");
    expect(cited.replace(/\s+/g, " ")).toBe(first?.text.replace(/\s+/g, " "));
  });

  it("follow the conversation when the previous question is given", async () => {
    const tenant = await feed();
    const alone = await search(tenant, "how long does that take?");
    const along = await search(tenant, "how long does that take?", {
      earlier: "How do I charge the battery?",
    });
    expect(along.results[0]?.path).toBe("battery.md");
    expect(along.results[0]?.coverage).toBeGreaterThan(alone.results[0]?.coverage ?? 0);
  });
});

describe("languages", () => {
  it("are all supported by the database", async () => {
    const rows = await asOwner<{ cfgname: string }>("select cfgname from pg_ts_config", []);
    const known = rows.map(({ cfgname }) => cfgname);
    expect(textLanguages.filter((language) => !known.includes(language))).toEqual([]);
  });

  it("other than English are searched by words only, and the result says so", async () => {
    const tenant = await feed();
    expect((await search(tenant, "battery")).meaning).toBe("used");
    const { meaning, results } = await search(tenant, "insurance", { language: "german" });
    expect(meaning).toBe("other_language");
    expect(results.every(({ vectorScore }) => vectorScore === null)).toBe(true);
  });
});
