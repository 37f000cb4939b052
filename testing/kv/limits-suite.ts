import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { clientAddress, PEER_HEADER } from "#app/_server/http/client-address.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { env, resetEnv } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { guardKv } from "#lib/core/kv/guard-kv.ts";
import { closeKv, kv, kvHolder, openKv } from "#lib/core/kv/open-kv.ts";
import { limitRequests, type Refusal } from "#lib/limits/limit-requests.ts";
import type { LimitName } from "#lib/limits/rate-limits.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { expectTokens } from "./expect-tokens.ts";

/** Small limits, reached with few requests: address 15, visitor 3, chatbot 60, key 300, tenant 600. */
const SCALE = "0.05";
const names = [
  "REDIS_URL",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
  "RATE_LIMIT_SCALE",
] as const;
export type KvSettings = Partial<Record<(typeof names)[number], string>>;

/** As a process that was started with these settings. Forgets what this one has counted itself. */
export async function useKv(settings: KvSettings): Promise<void> {
  await closeKv();
  for (const name of names) delete process.env[name];
  Object.assign(process.env, { RATE_LIMIT_SCALE: SCALE }, settings);
  resetEnv();
  forgetLocally();
}

/** A machine that is busy may take longer to connect than a request would wait. */
export const untilItAnswers = () =>
  vi.waitFor(async () => expect(await kv().check()).toBe(true), { timeout: 60_000, interval: 50 });

/** As another process of the same instance, which has not counted anything. */
export function forgetLocally(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("parley.limits.local"));
}

export async function resetKv(): Promise<void> {
  await closeKv();
  for (const name of names) delete process.env[name];
  resetEnv();
  forgetLocally();
}

let lastAddress = 0;
export const newAddress = () => {
  lastAddress += 1;
  return `203.0.${lastAddress >> 8}.${lastAddress & 255}/${newId("vis")}`;
};

export const keyOf = (tenantId: Id<"ten">): Context =>
  sealContext({ tenantId, actor: { kind: "apiKey", id: newId("key"), scopes: ["chat"], userIdHash: "k" } });

type Request = { ctx: Context; address?: string; chatbotId?: Id<"bot"> | null; name?: LimitName };

/** The refusal, or null when admitted. */
export async function ask({ ctx, address = newAddress(), chatbotId, name = "chat" }: Request) {
  try {
    await limitRequests(sealOperator(), name, { ctx, address, chatbotId: chatbotId ?? null });
    return null;
  } catch (error) {
    if (error instanceof ParleyError && error.code === "limited") return error.details as Refusal;
    throw error;
  }
}

/** Asks until it is refused: tokens may have come back in the meantime. */
async function refusal(request: () => Request): Promise<Refusal> {
  for (;;) {
    const refused = await ask(request());
    if (refused) return refused;
  }
}

export const perMinute = (tokens: number) => ({ tokens, windowMs: 60_000 });

/** How many of `count` concurrent requests are admitted. `between` runs before each is sent. */
export async function countLetIn(times: number, request: (i: number) => Request, between?: () => void) {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, i) => {
      between?.();
      return ask(request(i));
    }),
  );
  return answers.filter((refusal) => refusal === null).length;
}

/** What the limits do, whichever driver counts. */
export function limitsSuite(driver: string, settings: () => KvSettings): void {
  describe(`request limits: ${driver}`, () => {
    let tenant: TestTenant;
    beforeAll(async () => {
      await useKv(settings());
      // This tests what the driver counts; on a busy machine that may take longer than a request waits.
      kvHolder().open = guardKv(env().kv.driver, openKv(), 10_000);
      tenant = await makeTenant();
      await untilItAnswers();
    });
    afterAll(resetKv);

    it("counts an address, however often it comes as a new visitor (RAT-08)", async () => {
      const address = newAddress();
      await expectTokens(perMinute(15), () => countLetIn(60, () => ({ ctx: tenant.visitor(), address })));
      expect(await refusal(() => ({ ctx: tenant.visitor(), address }))).toMatchObject({
        limit: "chat-address",
        quota: 15,
        window: 60,
      });
      expect(await ask({ ctx: tenant.visitor() })).toBeNull();
    });

    it("counts one address under a hundred forged headers (RAT-01, RAT-02)", async () => {
      const forged = [
        "1.2.3.4",
        "1.2.3.4, 5.6.7.8",
        "::1",
        "2001:DB8::1",
        "::ffff:9.9.9.9",
        "not an address",
        "x".repeat(1_000_000),
        "",
      ];
      const network = `2001:db8:${randomBytes(2).toString("hex")}:7`;
      const address = (i: number) => {
        const text = forged[i % forged.length] ?? "";
        const headers = new Headers({
          "x-forwarded-for": `${text}${i}`,
          "x-real-ip": text,
          forwarded: `for=${i}`,
        });
        headers.set("cf-connecting-ip", String(i));
        headers.set(
          PEER_HEADER,
          i % 2 ? `${network}::${i.toString(16)}` : `${network.toUpperCase()}:${i}::1`,
        );
        return clientAddress(headers, { hops: 0, hasOwnServer: true });
      };
      await expectTokens(perMinute(15), () =>
        countLetIn(100, (i) => ({ ctx: tenant.visitor(), address: address(i) })),
      );
    });

    it("counts a visitor on whatever addresses, and no other visitor with them", async () => {
      const ctx = tenant.visitor();
      await expectTokens(perMinute(3), () => countLetIn(20, () => ({ ctx })));
      const refused = await refusal(() => ({ ctx }));
      expect(refused).toMatchObject({ limit: "chat-visitor" });
      expect(refused.retryAfter).toBeGreaterThanOrEqual(1);
      expect(refused.retryAfter).toBeLessThanOrEqual(20);
      expect(await ask({ ctx: tenant.visitor() })).toBeNull();
    });

    it("counts a chatbot's visitors, and admits members and keys independently of them (RAT-08)", async () => {
      const chatbotId = newId("bot");
      const visitor = () => ({ ctx: tenant.visitor(), chatbotId });
      await expectTokens(perMinute(60), () => countLetIn(100, visitor));
      expect(await refusal(visitor)).toMatchObject({ limit: "chat-chatbot" });
      expect(await ask({ ctx: tenant.visitor(), chatbotId: newId("bot") })).toBeNull();
      expect(await ask({ ctx: keyOf(tenant.ctx.tenantId), chatbotId })).toBeNull();
    });

    it("counts a key, and a tenant with all its keys", async () => {
      const other = await makeTenant();
      const { tenantId } = other.ctx;
      const [first, second, third] = [keyOf(tenantId), keyOf(tenantId), keyOf(tenantId)];
      await expectTokens(perMinute(300), () => countLetIn(310, () => ({ ctx: first })));
      expect(await refusal(() => ({ ctx: first }))).toMatchObject({ limit: "chat-key" });
      const more = await countLetIn(310, (i) => ({ ctx: i % 2 ? second : third }));
      // Some of the tenant's tokens have been refilled since: ten a second.
      expect(more).toBeGreaterThanOrEqual(300);
      expect(await countLetIn(200, () => ({ ctx: keyOf(tenantId) }))).toBeLessThan(60);
      expect(await ask({ ctx: keyOf(tenant.ctx.tenantId) })).toBeNull();
    });

    it("does not count refused requests against any limit", async () => {
      const chatbotId = newId("bot");
      const address = newAddress();
      for (let i = 0; i < 10; i += 1)
        await countLetIn(20, () => ({ ctx: tenant.visitor(), address, chatbotId }));
      await sleep(200);
      const others = await countLetIn(60, () => ({ ctx: tenant.visitor(), chatbotId }));
      expect(others).toBeGreaterThanOrEqual(44);
    });

    it("keeps limits of different kinds apart", async () => {
      const ctx = tenant.visitor();
      await expectTokens(perMinute(3), () => countLetIn(20, () => ({ ctx })));
      expect(await ask({ ctx, name: "request" })).toBeNull();
    });

    it("adds little to a request", async () => {
      const ctx = keyOf(tenant.ctx.tenantId);
      const times: number[] = [];
      for (let i = 0; i < 50; i += 1) {
        const started = performance.now();
        await ask({ ctx });
        times.push(performance.now() - started);
      }
      expect(times.sort((a, b) => a - b)[25]).toBeLessThan(100);
    });
  });
}
