import { beforeAll, describe, expect, it } from "vitest";
import { idToUuid } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { localClient } from "../local-client.ts";
import { askGolden } from "./ask-golden.ts";
import { readGolden } from "./read-golden.ts";

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant();
  const documents = {
    "charging.md": "# Charging\n\nThe battery charges in four hours with the standard charger.\n",
    "lock.md": "# Frame lock\n\nThe frame lock opens with the silver key. A spare key costs 18 euros.\n",
  };
  for (const [path, text] of Object.entries(documents))
    await putDocument(tenant.ctx, { sourceId: tenant.sourceId, path, mediaType: "text/markdown", text });
});

describe("eval on the storage itself", () => {
  it("judges the built-in model's answers and leaves no conversation behind", async () => {
    const { handle } = tenant.chatbot;
    const questions = readGolden(
      "golden",
      [
        {
          question: "How long does the battery take to charge?",
          source: "charging.md",
          facts: ["four hours"],
        },
        { question: "What does a spare key cost?", source: "Charging", facts: ["18 euros"] },
        { question: "Who painted the Mona Lisa?", unanswerable: true },
        { question: "What does a spare key cost?", unanswerable: true },
        { question: "Who is the mayor of Utrecht?", source: "lock.md" },
        {
          question: "And what does a spare key cost?",
          after: ["How does the frame lock open?"],
          source: "lock.md",
        },
      ]
        .map((entry) => JSON.stringify(entry))
        .join("\n"),
    );
    const { verdicts, left } = await askGolden({
      client: await localClient(handle),
      chatbot: handle,
      questions,
      first: 8,
      parallel: 2,
      progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
      stop: new AbortController().signal,
      onVerdict: () => undefined,
    });
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      "right",
      "wrong source",
      "right",
      "false answer",
      "false decline",
      "right",
    ]);
    expect(verdicts.map(({ rank }) => rank).slice(0, 2)).toEqual([1, 2]);
    expect(verdicts.every(({ asked }) => (asked.firstTokenMs ?? 0) > 0)).toBe(true);
    expect(left).toBe(0);
    const kept = await asOwner<{ n: string }>(
      "select count(*) as n from platform.conversations where tenant_id = $1",
      [idToUuid(tenant.ctx.tenantId)],
    );
    expect(kept[0]?.n).toBe("0");
  });
});
