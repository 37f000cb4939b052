import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import type { PaymentView } from "#lib/payments/schema.ts";
import { listPayments } from "#lib/rooms/studio/list-payments.ts";
import type { WireMessage, WireRoom } from "#lib/rooms/wire.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { type Joined, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { type StripeServer, startStripeServer } from "#testing/stripe/stripe-server.ts";

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;
const names = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_BASE_URL"] as const;
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
const SECRET = "whsec_test_0123456789abcdef";
const prices = { currency: "eur" as const, pin: 300, backRoom: 1_000, tips: true };

let stripe: StripeServer;
let room: RoomClient;
let tenant: TestTenant;
let ana: Joined;
let ben: Joined;

function setEnv(values: Partial<Record<(typeof names)[number], string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetEnv();
}

beforeAll(async () => {
  stripe = await startStripeServer();
  setEnv({ STRIPE_SECRET_KEY: "sk_test_x", STRIPE_WEBHOOK_SECRET: SECRET, STRIPE_BASE_URL: stripe.url });
  const made = await makeRoom();
  ({ room, tenant } = made);
  const owner = await joinWorkspaceAs(made.tenant.ctx, await makePerson("Owner"), "owner");
  await updateWorkspace(owner, { name: "Rooms", settings: { roomPrices: prices } }, false);
  ana = (await room.join("Ana")).body;
  ben = (await room.join("Ben")).body;
});

afterAll(async () => {
  setEnv(before);
  await stripe.close();
});

async function post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
  const file = join(resolve("app/api/payments"), path, "route.ts");
  const module = (await import(/* @vite-ignore */ file)) as { POST: Handler };
  const request = new Request(`http://localhost/api/payments/${path}/`, { method: "POST", headers, body });
  return module.POST(request, { params: Promise.resolve({}) });
}

const checkout = (token: string, body: object) =>
  post("checkout", JSON.stringify({ code: room.code, ...body }), {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  });

type Bought = { index: number; paymentId: string; tenantId: string; sessionId: string; amount: number };

/** Opens a checkout, and returns what Stripe knows of it. */
async function buy(token: string, body: object): Promise<Bought> {
  const response = await checkout(token, body);
  expect(response.status).toBe(200);
  const { url } = (await response.json()) as { url: string };
  const index = stripe.sessions.length - 1;
  const form = stripe.sessions[index] ?? {};
  return {
    index,
    paymentId: form["metadata[parley_payment]"] ?? "",
    tenantId: form["metadata[parley_tenant]"] ?? "",
    sessionId: url.slice(url.lastIndexOf("/") + 1),
    amount: Number(form["line_items[0][price_data][unit_amount]"]),
  };
}

let serial = 0;
type Event = { id: string; type: string; livemode: boolean; account?: string; data: { object: object } };

function paid(bought: Bought, more: object = {}, type = "checkout.session.completed"): Event {
  const { paymentId, tenantId, sessionId, amount, index } = bought;
  serial += 1;
  return {
    id: `evt_${serial}`,
    type,
    livemode: false,
    data: {
      object: {
        id: sessionId,
        object: "checkout.session",
        payment_status: "paid",
        amount_total: amount,
        currency: "eur",
        payment_intent: `pi_${index}`,
        metadata: { parley_tenant: tenantId, parley_payment: paymentId },
        ...more,
      },
    },
  };
}

/** As Stripe sends it: the charge has the intent's metadata, the dispute has not. */
function returned({ paymentId, tenantId, index }: Bought, type: string): Event {
  serial += 1;
  const metadata = type === "charge.refunded" ? { parley_tenant: tenantId, parley_payment: paymentId } : {};
  const object = { id: `ch_${index}`, payment_intent: `pi_${index}`, metadata };
  return { id: `evt_${serial}`, type, livemode: false, data: { object } };
}

async function send(event: object, secret = SECRET, at?: Date): Promise<number> {
  const { body, signature } = stripe.sign({ object: "event", ...event }, secret, at);
  return (await post("webhook", body, { "stripe-signature": signature })).status;
}

const view = (bought: Bought, token: string) =>
  room.call<PaymentView>("GET", "payments/[payment]", { token, params: { payment: bought.paymentId } });
const shown = async () => (await room.call<{ room: WireRoom }>("GET", "")).body.room;
const listed = async ({ paymentId }: Bought) => {
  const { payments } = await listPayments(tenant.ctx, { before: null });
  return payments.find(({ id }) => id === paymentId);
};
const tips = async () =>
  (await room.list(ana.token)).body.messages.filter((message: WireMessage) => message.tip);

describe("payments in rooms", () => {
  it("do not exist without Stripe's keys", async () => {
    setEnv({ STRIPE_SECRET_KEY: undefined });
    expect((await checkout(ana.token, { kind: "tip", amount: 500 })).status).toBe(404);
    expect(await send({ id: "evt_x", type: "charge.refunded", data: { object: {} } })).toBe(404);
    expect((await room.call("GET", "payments", { token: ana.token })).status).toBe(404);
    setEnv({ STRIPE_SECRET_KEY: "sk_test_x" });
    const listed = await room.call("GET", "payments", { token: ana.token });
    expect(listed.body).toEqual({ currency: "eur", pin: 300, back_room: 1_000, tips: true });
  });

  it("take the price from the workspace and the payer from the room", async () => {
    const message = (await room.post(ana.token, "Meet at nine")).body;
    const bought = await buy(ana.token, { kind: "pin", message_id: message.id, amount: 101 });
    expect(bought.amount).toBe(300);
    const form = stripe.sessions[bought.index];
    expect(form?.["line_items[0][price_data][currency]"]).toBe("eur");
    expect(form?.success_url).toMatch(new RegExp(`/r/${room.code}\\?payment=pay_`));
    expect((await checkout("nonsense", { kind: "tip", amount: 500 })).status).toBe(401);
    expect((await checkout(ana.token, { kind: "tip" })).status).toBe(400);
    expect((await checkout(ana.token, { kind: "tip", amount: 1 })).status).toBe(400);
    expect((await checkout(ana.token, { kind: "pin", message_id: "rmg_none" })).status).toBe(404);
    expect((await checkout(ana.token, { kind: "pin", code: "NOROOM" })).status).toBe(404);
    expect((await view(bought, ben.token)).status).toBe(404);
    stripe.fail(500);
    expect((await checkout(ana.token, { kind: "tip", amount: 500 })).status).toBe(503);
    stripe.fail(null);
  });

  it("pin a message when they are paid, and unpin it when the money goes back", async () => {
    const message = (await room.post(ana.token, "Bring lights")).body;
    const bought = await buy(ana.token, { kind: "pin", message_id: message.id });
    expect(await send(paid(bought))).toBe(200);
    expect((await shown()).pinned).toEqual({
      message_id: message.id,
      username: "Ana",
      content: "Bring lights",
    });
    expect((await view(bought, ana.token)).body).toMatchObject({ state: "paid", kind: "pin", amount: 300 });
    expect(await send(returned(bought, "charge.dispute.created"))).toBe(200);
    expect((await shown()).pinned).toBeNull();
    expect((await view(bought, ana.token)).body).toMatchObject({ state: "withdrawn", is_disputed: true });
    expect(await listed(bought)).toMatchObject({ state: "withdrawn", isDisputed: true });
  });

  it("open a back room whose host is the payer, and archive it when the money goes back", async () => {
    const bought = await buy(ana.token, { kind: "back_room" });
    expect(await send(paid(bought))).toBe(200);
    const { body, headers } = await view(bought, ana.token);
    expect(body.room?.code).toMatch(/^[A-Z0-9]{8}$/);
    expect(headers.getSetCookie()[0]).toMatch(/^parley_room_/);
    const state = async () =>
      (
        await asOwner<{ state: string }>(
          `select state from platform.rooms where code = '${body.room?.code ?? ""}'`,
        )
      )[0]?.state;
    expect(await state()).toBe("open");
    expect(await send(returned(bought, "charge.refunded"))).toBe(200);
    expect(await state()).toBe("archived");
    expect((await view(bought, ana.token)).body.room).toBeNull();
  });

  it("keep their effect when a part goes back, and lose it once all of it has, in any order", async () => {
    const part = (bought: Bought, back: number) => {
      const event = returned(bought, "charge.refunded");
      const amounts = { amount: bought.amount, amount_refunded: back, refunded: back === bought.amount };
      return { ...event, data: { object: { ...event.data.object, ...amounts } } };
    };
    const bought = await buy(ben.token, { kind: "tip", amount: 1_000 });
    const lines = (await tips()).length;
    expect(await send(part(bought, 100))).toBe(200);
    expect(await send(paid(bought))).toBe(200);
    for (const back of [600, 300]) expect(await send(part(bought, back))).toBe(200);
    expect((await tips()).length).toBe(lines + 1);
    expect((await view(bought, ben.token)).body.state).toBe("paid");
    expect(await listed(bought)).toMatchObject({
      kind: "tip",
      state: "paid",
      amount: 1_000,
      refunded: 600,
      payer: "Ben",
      room: { code: room.code },
    });
    expect(await send(part(bought, 1_000))).toBe(200);
    expect((await tips()).length).toBe(lines);
    expect(await listed(bought)).toMatchObject({ state: "withdrawn", refunded: 1_000, isDisputed: false });
    expect(await send(part(bought, 600))).toBe(200);
    expect(await listed(bought)).toMatchObject({ state: "withdrawn", refunded: 1_000, isDisputed: false });
  });

  it("are listed for their workspace alone, newest first, also after their room is gone", async () => {
    const { payments, before } = await listPayments(tenant.ctx, { before: null });
    const times = payments.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    expect(payments.length).toBeGreaterThan(3);
    expect(before).toBeNull();
    const stranger = await makeTenant("Other");
    expect((await listPayments(stranger.ctx, { before: null })).payments).toEqual([]);
    for (const name of ["pay_none", "nonsense"])
      expect((await listPayments(tenant.ctx, { before: name })).payments).toHaveLength(payments.length);
    const [first, second] = payments;
    const rest = await listPayments(tenant.ctx, { before: first?.id ?? "" });
    expect(rest.payments[0]?.id).toBe(second?.id);
  });

  it("admit the payer to a back room as themselves after they handed it over", async () => {
    const bought = await buy(ana.token, { kind: "back_room" });
    expect(await send(paid(bought))).toBe(200);
    const admitted = async () => {
      const { headers } = await view(bought, ana.token);
      const [, payload = ""] =
        /^parley_room_[^=]*=([^;]*)/.exec(headers.getSetCookie()[0] ?? "")?.[1]?.split(".") ?? [];
      return /par_\w+/.exec(Buffer.from(payload, "base64url").toString())?.[0];
    };
    const payer = await admitted();
    expect(payer).toMatch(/^par_/);
    const [child] = await asOwner<{ room: string }>(
      "select child_room_id as room from platform.payments where child_room_id is not null order by created_at desc limit 1",
    );
    await asOwner("update platform.room_participants set role = 'participant' where room_id = $1", [
      child?.room,
    ]);
    await asOwner(
      `insert into platform.room_participants (tenant_id, room_id, id, role, name, name_key)
       select tenant_id, id, 'ffffffff-ffff-7fff-bfff-ffffffffffff', 'host', 'Cleo', 'cleo' from platform.rooms where id = $1`,
      [child?.room],
    );
    expect(await admitted()).toBe(payer);
  });

  it("rooms 20: have their effect once, whatever the order and number of Stripe's events", async () => {
    const orders = [
      ["paid", "async", "refund"],
      ["async", "paid", "refund"],
      ["refund", "paid", "async"],
      ["refund", "async", "paid"],
      ["paid", "refund", "async"],
      ["async", "refund", "paid"],
    ];
    for (const order of orders) {
      const bought = await buy(ben.token, { kind: "tip", amount: 500 });
      const events: Record<string, Event> = {
        paid: paid(bought),
        async: paid(bought, {}, "checkout.session.async_payment_succeeded"),
        refund: returned(bought, "charge.refunded"),
      };
      const lines = (await tips()).length;
      for (const name of order) {
        const event = events[name] as Event;
        expect(await Promise.all([send(event), send(event)])).toEqual([200, 200]);
        const isBack = order.indexOf("refund") <= order.indexOf(name);
        expect((await tips()).length, order.join()).toBe(isBack ? lines : lines + 1);
      }
      expect((await view(bought, ben.token)).body.state).toBe("withdrawn");
    }
    const kept = await buy(ben.token, { kind: "tip", amount: 700 });
    for (const event of [paid(kept), paid(kept), paid(kept, {}, "checkout.session.async_payment_succeeded")])
      expect(await send(event)).toBe(200);
    expect((await tips()).map(({ tip }) => tip)).toEqual([{ amount: 700, currency: "eur" }]);
  });

  it("rooms 20: have no effect with another amount, currency, mode, session or account, or unpaid", async () => {
    const bought = await buy(ben.token, { kind: "tip", amount: 900 });
    const lines = (await tips()).length;
    const wrong: Event[] = [
      paid(bought, { amount_total: 100 }),
      paid(bought, { currency: "usd" }),
      paid(bought, { id: "cs_test_other" }),
      paid(bought, { payment_status: "unpaid" }),
      { ...paid(bought), livemode: true },
      { ...paid(bought), account: "acct_other" },
      paid(bought, { metadata: {}, payment_intent: null }),
      { ...paid(bought), type: "customer.created" },
    ];
    for (const event of wrong) expect(await send(event)).toBe(200);
    expect((await tips()).length).toBe(lines);
    expect(await send(paid(bought))).toBe(200);
    expect((await tips()).length).toBe(lines + 1);
  });

  it("WHK: refuse events with a wrong, missing or old signature, and changed bytes", async () => {
    const bought = await buy(ben.token, { kind: "tip", amount: 400 });
    const lines = (await tips()).length;
    const event = paid(bought);
    expect(await send(event, "whsec_another_0123456789")).toBe(400);
    expect(await send(event, SECRET, new Date(Date.now() - 3_600_000))).toBe(400);
    const { body, signature } = stripe.sign({ object: "event", ...event }, SECRET);
    expect((await post("webhook", body, {})).status).toBe(400);
    expect((await post("webhook", `${body} `, { "stripe-signature": signature })).status).toBe(400);
    expect((await post("webhook", "x".repeat(600_000), { "stripe-signature": signature })).status).toBe(413);
    expect((await tips()).length).toBe(lines);
  });

  it("are kept when their room was deleted before the event came", async () => {
    const made = await makeRoom();
    const guest = (await made.room.join("Cy")).body;
    const owner = await joinWorkspaceAs(made.tenant.ctx, await makePerson("Owner"), "owner");
    await updateWorkspace(owner, { name: "Rooms", settings: { roomPrices: prices } }, false);
    const bought = await buy(guest.token, { kind: "tip", amount: 500, code: made.room.code });
    await made.room.call("DELETE", "", { token: made.room.host.token });
    expect(await send(paid(bought))).toBe(200);
    const rows = await asOwner<{ state: string }>(
      `select state from platform.payments where session_id = '${bought.sessionId}'`,
    );
    expect(rows).toEqual([{ state: "paid" }]);
  });
});
