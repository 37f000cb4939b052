import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { invalidateRefusals, recentRefusal } from "#lib/limits/recent-refusals.ts";
import { credentialName } from "./caller-name.ts";
import { rememberRefusals } from "./remember-caller.ts";

log().level = "silent";
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

let serial = 0;
/** A caller with a key, of a tenant that no other test knows. */
function caller() {
  serial += 1;
  const authorization = `Bearer pk_${serial}`;
  const request = new Request("http://localhost/api/chat", { headers: { authorization } });
  const ctx = { tenantId: `ten_${serial}` } as unknown as Context;
  const of = (chatbotId: string, work: () => Promise<unknown>) =>
    rememberRefusals(request, { ctx, chatbotId: chatbotId as never }, work);
  return { of, door: () => recentRefusal([credentialName(authorization)]), tenant: `tenant/${ctx.tenantId}` };
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const budget = (scope: string) =>
  new ParleyError("budget_exceeded", "Used up.", { scope, resetAt: tomorrow() });
const limited = (limit: string) => new ParleyError("limited", "Too many.", { limit, retryAfter: 3 });
const failing = (error: Error) => vi.fn(() => Promise.reject(error));

describe("rememberRefusals", () => {
  it.each([
    ["a workspace's budget", budget("tenant"), true, true],
    ["a chatbot's budget", budget("chatbot"), true, false],
    ["a workspace's rate", limited("chat-tenant"), true, true],
    ["a chatbot's rate", limited("chat-chatbot"), true, false],
    ["a key's rate", limited("chat-key"), false, true],
    ["one visitor's budget", budget("visitor"), false, false],
    ["one visitor's rate", limited("chat-visitor"), false, false],
    ["another person's answer", new ParleyError("conflict", "Busy."), false, false],
  ])("remembers %s when it is refused: %s", async (_, error, isGivenAgain, isKnownAtDoor) => {
    const { of, door } = caller();
    await expect(of("bot_1", failing(error))).rejects.toBe(error);
    expect(door()?.error === error).toBe(isKnownAtDoor);
    const work = vi.fn(async () => "answered");
    const again = of("bot_1", work);
    if (isGivenAgain) await expect(again).rejects.toBe(error);
    else expect(await again).toBe("answered");
    expect(work).toHaveBeenCalledTimes(isGivenAgain ? 0 : 1);
  });

  it("asks the database again after at most five seconds, however often it was refused in between", async () => {
    const { of } = caller();
    const error = budget("tenant");
    await expect(of("bot_1", failing(error))).rejects.toBe(error);
    for (let seconds = 1; seconds < 5; seconds += 1) {
      vi.advanceTimersByTime(1_000);
      await expect(of("bot_1", async () => "answered")).rejects.toBe(error);
    }
    vi.advanceTimersByTime(1_000);
    expect(await of("bot_1", async () => "answered")).toBe("answered");
  });

  it("refuses one chatbot's turns and answers those of another when only its budget is used up", async () => {
    const { of } = caller();
    await expect(of("bot_1", failing(budget("chatbot")))).rejects.toThrow("Used up.");
    expect(await of("bot_2", async () => "answered")).toBe("answered");
  });

  it("asks the database at once when the budget was raised in this process", async () => {
    const { of, tenant } = caller();
    await expect(of("bot_1", failing(budget("tenant")))).rejects.toThrow("Used up.");
    invalidateRefusals(tenant);
    expect(await of("bot_1", async () => "answered")).toBe("answered");
  });
});
