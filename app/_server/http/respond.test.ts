import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";
import { dailyRefusal, heldRefusal } from "#lib/quotas/quota-refusal.ts";
import { toErrorResponse } from "./respond.ts";

const body = async (error: unknown) => {
  const response = toErrorResponse(error, "req-1");
  return { status: response.status, retry: response.headers.get("retry-after"), ...(await response.json()) };
};

describe("toErrorResponse", () => {
  it("hides the details of an unexpected error", async () => {
    const answer = await body(new Error("password=hunter2 at /srv/db.ts"));
    expect(answer).toMatchObject({ status: 500, error: { code: "internal", requestId: "req-1" } });
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|srv/);
  });

  it("finds our error inside the one that the database layer wrapped around it", async () => {
    const wrapped = new Error("Failed query", { cause: new ParleyError("unavailable", "Busy.") });
    expect(await body(wrapped)).toMatchObject({
      status: 503,
      retry: "5",
      error: { code: "unavailable", message: "Busy." },
    });
  });

  it.each(["22021", "22P05"])(
    "is the caller's error when the database cannot store a character (%s)",
    async (code) => {
      const cause = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code });
      const answer = await body(new Error("Failed query: select secret", { cause }));
      expect(answer).toMatchObject({ status: 400, error: { code: "invalid" } });
      expect(JSON.stringify(answer)).not.toContain("secret");
    },
  );

  it("answers 402 when a quota is used up, 413 when something smaller may fit, 429 when waiting helps", async () => {
    const now = new Date("2026-11-30T18:00:00Z");
    const resetsAt = new Date("2026-12-01T00:00:00Z");
    const answers = [
      heldRefusal("chatbots", 20, 20),
      heldRefusal("storageBytes", 500_000_000, 480_000_000),
      dailyRefusal("crawledPages", { limit: 1_000, now, resetsAt }),
    ].map((error) => toErrorResponse(error, "req-1"));
    expect(answers.map(({ status }) => status)).toEqual([402, 413, 429]);
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as {
      error: { code: string; message: string };
    }[];
    expect(bodies.map(({ error }) => [error.code, error.message])).toEqual([
      ["quota_exceeded", expect.stringContaining("its limit of 20 chatbots")],
      ["too_large", expect.stringContaining("20 MB of its 500 MB of storage left")],
      ["limited", expect.stringContaining("Try again after 00:00 UTC")],
    ]);
    expect(answers[2]?.headers.get("retry-after")).toBe("21600");
    expect(answers[2]?.headers.get("ratelimit-limit")).toBe("1000");
  });

  it("names the invalid field of a body", async () => {
    const { error } = z.object({ chatbot: z.string() }).safeParse({ chatbot: 1 });
    expect(await body(error)).toMatchObject({
      status: 400,
      error: { code: "invalid", details: [{ path: "chatbot" }] },
    });
  });

  it.each([
    ["second_factor_required", 403],
    ["trial_over", 402],
    ["budget_exceeded", 402],
  ] as const)("answers %s with %i", async (code, status) => {
    expect(await body(new ParleyError(code, "No."))).toMatchObject({ status, error: { code } });
  });

  it("says how long to wait after too many attempts, without a quota if there is none", () => {
    const { headers } = toErrorResponse(new ParleyError("limited", "Wait.", { retryAfter: 27 }), "req-1");
    expect(headers.get("retry-after")).toBe("27");
    expect(headers.has("ratelimit")).toBe(false);
  });
});
