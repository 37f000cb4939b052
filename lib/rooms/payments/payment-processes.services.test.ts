import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { PaymentKind } from "#lib/payments/schema.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import type { PaymentAnswer } from "#testing/stripe/payment-process.ts";
import { type StripeServer, startStripeServer } from "#testing/stripe/stripe-server.ts";
import { startCheckout } from "./start-checkout.ts";

const SECRET = "whsec_test_0123456789abcdef";
const ROUNDS = 5;
const AMOUNT = 500;
const KINDS = ["pin", "back_room", "tip"] as const;
const prices = { currency: "eur" as const, pin: AMOUNT, backRoom: AMOUNT, tips: true };

type Signed = { body: string; signature: string };

/** Another Parley process on the same database, which receives Stripe's events. */
class Receiver {
  readonly child: ChildProcess = fork("testing/stripe/payment-process.ts", { env: process.env });
  readonly ready = once(this.child, "message");
  readonly #hear = new Map<number, (outcome: string) => void>();
  #number = 0;

  constructor() {
    this.child.on("message", ({ number, outcome }: PaymentAnswer) => this.#hear.get(number)?.(outcome));
  }

  send(signed: Signed): Promise<string> {
    this.#number += 1;
    const outcome = new Promise<string>((resolve) => this.#hear.set(this.#number, resolve));
    this.child.send({ number: this.#number, ...signed });
    return outcome;
  }
}

let stripe: StripeServer;
let settings: Record<string, string>;
let receivers: Receiver[] = [];
let room: RoomClient;
let roomId: Id<"rom">;
let payer: Context;
let token: string;

beforeAll(async () => {
  stripe = await startStripeServer();
  settings = {
    STRIPE_SECRET_KEY: "sk_test_x",
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_BASE_URL: stripe.url,
  };
  Object.assign(process.env, settings);
  resetEnv();
  receivers = [new Receiver(), new Receiver()];
  await Promise.all(receivers.map(({ ready }) => ready));
});
afterAll(async () => {
  for (const { child } of receivers) child.kill("SIGKILL");
  for (const name of Object.keys(settings)) delete process.env[name];
  resetEnv();
  await stripe.close();
});
beforeEach(async () => {
  const made = await makeRoom();
  room = made.room;
  const owner = await joinWorkspaceAs(made.tenant.ctx, await makePerson("Owner"), "owner");
  await updateWorkspace(owner, { name: "Rooms", settings: { roomPrices: prices } }, false);
  const ana = (await room.join("Ana")).body;
  token = ana.token;
  roomId = roomIdOf(token);
  const actor = { kind: "participant" as const, id: ana.participant.id as Id<"par">, roomId };
  payer = sealContext({ tenantId: made.tenant.ctx.tenantId, actor });
});

let serial = 0;

/** Orders something, and returns how Stripe speaks of it. */
async function buy(kind: PaymentKind) {
  const message_id = kind === "pin" ? (await room.post(token, "Bring lights")).body.id : undefined;
  const request = { kind, code: room.code, message_id, amount: kind === "tip" ? AMOUNT : undefined };
  const { url } = await startCheckout(payer, roomId, request);
  const form = stripe.sessions.at(-1) ?? {};
  const metadata = {
    parley_tenant: form["metadata[parley_tenant]"] ?? "",
    parley_payment: form["metadata[parley_payment]"] ?? "",
  };
  const event = (type: string, object: object) => {
    serial += 1;
    const id = `evt_race_${process.pid}_${serial}`;
    return { id, object: "event", type, livemode: false, data: { object: { metadata, ...object } } };
  };
  const session = {
    id: url.slice(url.lastIndexOf("/") + 1),
    object: "checkout.session",
    payment_status: "paid",
    amount_total: AMOUNT,
    currency: "eur",
  };
  return {
    id: metadata.parley_payment as Id<"pay">,
    paid: (more: object = {}) => event("checkout.session.completed", { ...session, ...more }),
    paidLater: () => event("checkout.session.async_payment_succeeded", session),
    refunded: () =>
      event("charge.refunded", { id: "ch_1", amount: AMOUNT, amount_refunded: AMOUNT, refunded: true }),
  };
}

const signed = (event: object, secret = SECRET) => stripe.sign(event, secret);
/** Each event to each process, all at once. @returns the different outcomes */
async function race(...events: Signed[]): Promise<string[]> {
  const all = events.flatMap((event) => receivers.map((receiver) => receiver.send(event)));
  return [...new Set(await Promise.all(all))].sort();
}

type Stored = { state: string; events: number; child: string | null };

async function storedOf(id: Id<"pay">): Promise<Stored | undefined> {
  const [row] = await asOwner<Stored>(
    `select p.state, c.state as child, (select count(*)::int from platform.payment_events e
       where e.tenant_id = p.tenant_id and e.payment_id = p.id) as events
     from platform.payments p left join platform.rooms c on c.tenant_id = p.tenant_id and c.id = p.child_room_id
     where p.id = $1`,
    [idToUuid(id)],
  );
  return row;
}

const tips = async () => (await room.list(token)).body.messages.filter(({ tip }) => tip);
const stateOfRoom = async () => (await room.call<{ room: { state: string } }>("GET", "")).body.room.state;
const backRooms = () =>
  asOwner("select id from platform.rooms where tenant_id = $1 and id <> $2", [
    idToUuid(payer.tenantId),
    idToUuid(roomId),
  ]);

describe("Stripe's events in two processes at once (rooms 20)", () => {
  it("have their effect once, however often each is sent", async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const tip = await buy("tip");
      const [once, later] = [signed(tip.paid()), signed(tip.paidLater())];
      expect(await race(once, once, later)).toEqual(["done"]);
      expect(await storedOf(tip.id)).toMatchObject({ state: "paid", events: 2 });
      expect((await tips()).map(({ tip: shown }) => shown?.amount)).toEqual(Array(round).fill(AMOUNT));
      const back = await buy("back_room");
      const opened = signed(back.paid());
      expect(await race(opened, opened, signed(back.paidLater()))).toEqual(["done"]);
      expect(await storedOf(back.id)).toMatchObject({ state: "paid", child: "open" });
      expect(await backRooms()).toHaveLength(round);
    }
  });

  it.each(KINDS)("leave nothing of a %s that was paid and refunded, in any order", async (kind) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const bought = await buy(kind);
      const events = [bought.paid(), bought.paidLater(), bought.refunded()].map((event) => signed(event));
      if (round % 2) events.reverse();
      expect(await race(...events)).toEqual(["done"]);
      const stored = await storedOf(bought.id);
      expect(stored).toMatchObject({ state: "withdrawn" });
      expect(stored?.child ?? "archived").toBe("archived");
      expect(await stateOfRoom()).toBe("open");
      expect((await tips()).filter(({ deleted_at }) => deleted_at === null)).toEqual([]);
      const shown = await room.call<{ room: { pinned: unknown } }>("GET", "");
      expect(shown.body.room.pinned).toBeNull();
    }
  });

  it("are refused with a forged signature or another amount, beside the true one", async () => {
    const tip = await buy("tip");
    const forged = signed(tip.paid(), "whsec_another_0123456789");
    const cheap = signed(tip.paid({ amount_total: 1 }));
    expect(await race(forged, cheap, signed(tip.paid()))).toEqual(["done", "invalid"]);
    expect((await tips()).map(({ tip: shown }) => shown?.amount)).toEqual([AMOUNT]);
    const other = await buy("tip");
    expect(
      await race(signed(other.paid({ amount_total: 1 })), signed(other.paid({ currency: "usd" }))),
    ).toEqual(["done"]);
    expect(await storedOf(other.id)).toMatchObject({ state: "pending" });
  });
});
