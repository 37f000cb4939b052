import { type ChildProcess, fork } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import type { RoomAnswer, RoomOrder } from "#testing/rooms/room-process.ts";
import { openRoom } from "../lifecycle/open-room.ts";
import { listRoomMessages } from "../messages/list-room-messages.ts";
import { postMessage } from "../messages/post-message.ts";
import { joinRoom } from "../participants/join-room.ts";
import { lockRoom } from "../queries/rooms.ts";
import type { WireEvent, WireFrame } from "../wire.ts";
import { followRoom } from "./follow-room.ts";

const WRITERS = 30;
const EACH = 8;

/** Another Parley process on the same database. */
class Other {
  readonly child: ChildProcess = fork("testing/rooms/room-process.ts", { env: process.env });
  readonly #answers = new Map<number, (answer: RoomAnswer) => void>();
  readonly ready: Promise<void>;
  #number = 0;

  constructor() {
    this.ready = new Promise((resolve) => this.#answers.set(0, () => resolve()));
    this.child.on("message", (answer: RoomAnswer) => this.#answers.get(answer.number)?.(answer));
    this.child.on("exit", () => {
      for (const [number, hear] of this.#answers) hear({ number, kind: "failed", code: "gone" });
    });
  }

  async #order(person: Person, order: object, hear: (answer: RoomAnswer) => void): Promise<void> {
    await this.ready;
    this.#number += 1;
    this.#answers.set(this.#number, hear);
    const { tenantId, actor } = person.ctx;
    const { roomId } = person;
    const whole = { number: this.#number, tenantId, actor, roomId, ...order } as RoomOrder;
    if (this.child.connected) this.child.send(whole);
    else hear({ number: this.#number, kind: "failed", code: "gone" });
  }

  /** @returns the position, or null if the process was gone before it answered */
  async post(person: Person, id: string): Promise<number | null> {
    const answer = await new Promise<RoomAnswer>((resolve) => {
      void this.#order(person, { kind: "post", content: `text of ${id}`, id }, resolve);
    });
    if (answer.kind === "posted") return answer.offset;
    if (answer.kind === "failed" && answer.code === "gone") return null;
    throw new Error(JSON.stringify(answer));
  }

  /** Collects events until `count` are there. Resolves at the welcome. */
  async follow(person: Person): Promise<Collected> {
    const collected = new Collected();
    await new Promise<void>((resolve) => {
      void this.#order(person, { kind: "follow" }, (answer) => {
        if (answer.kind !== "frame") return;
        if (answer.frame.type === "welcome") resolve();
        collected.take(answer.frame);
      });
    });
    return collected;
  }
}

class Collected {
  readonly events: WireEvent[] = [];
  #wake = () => {};

  take(frame: WireFrame): void {
    if (frame.type === "event") this.events.push(frame);
    this.#wake();
  }

  async until(offset: number): Promise<WireEvent[]> {
    while ((this.events.at(-1)?.offset ?? 0) < offset)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.events;
  }
}

type Person = { ctx: Context; roomId: Id<"rom"> };

async function makeRoom(count: number, slowSeconds = 0): Promise<{ roomId: Id<"rom">; people: Person[] }> {
  const { ctx } = await makeTenant("Processes");
  const { roomId } = await openRoom(ctx, {
    title: "Crowd",
    chatbot: null,
    settings: { botManner: "off", access: "open", slowSeconds, codeHidden: false },
    passwordHash: null,
    host: { name: "Hana", userIdHash: null },
  });
  const people = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { self } = await joinRoom(ctx, roomId, { name: `Person ${i}x` }, "unknown");
      const actor: Actor = { kind: "participant", id: self.id as Id<"par">, roomId };
      return { ctx: sealContext({ tenantId: ctx.tenantId, actor }), roomId };
    }),
  );
  return { roomId, people };
}

/** Ends the readers here, which would go on in the files that this process runs next. */
const leaving = new AbortController();

async function followHere({ ctx, roomId }: Person): Promise<Collected> {
  const collected = new Collected();
  const { signal } = leaving;
  const frames = await followRoom(ctx, sealOperator(), roomId, { cursor: null, signal });
  const first = await frames.next();
  expect(first.value?.type).toBe("welcome");
  void (async () => {
    for await (const frame of frames) collected.take(frame);
  })();
  return collected;
}

describe("a room in several processes", () => {
  let others: Other[] = [];
  beforeAll(async () => {
    others = [new Other(), new Other(), new Other()];
    await Promise.all(others.map(({ ready }) => ready));
  });
  afterAll(() => {
    leaving.abort();
    for (const { child } of others) child.kill("SIGKILL");
  });

  it("has the same order without gaps for every reader, and each message once, when a process is killed", async () => {
    const { people } = await makeRoom(WRITERS);
    const [one, two, three] = others as [Other, Other, Other];
    const [first, second] = people as [Person, Person];
    const readers = await Promise.all([one.follow(first), two.follow(second), followHere(first)]);
    const start = (await listed(first)).at(-1)?.offset ?? WRITERS;
    const acked = new Map<string, number>();
    let left = WRITERS * EACH;
    await Promise.all(
      people.map(async (person, index) => {
        let process = others[index % 3] as Other;
        for (let message = 0; message < EACH; message += 1) {
          const id = `w${index}-${message}`;
          let offset = await process.post(person, id);
          // The acknowledgement was lost with the process: the same message is sent again elsewhere.
          while (offset === null) {
            process = one;
            offset = await process.post(person, id);
          }
          acked.set(id, offset);
          left -= 1;
          if (left === (WRITERS * EACH) / 2) three.child.kill("SIGKILL");
        }
      }),
    );
    const last = start + WRITERS * EACH;
    const [here, ...elsewhere] = await Promise.all(readers.map((reader) => reader.until(last)));
    const said = (events: WireEvent[]) =>
      events.flatMap((event) => (event.kind === "message" ? [[event.offset, event.message.client_id]] : []));
    expect(said(here ?? []).map(([offset]) => offset)).toEqual(
      Array.from({ length: WRITERS * EACH }, (_, i) => start + 1 + i),
    );
    for (const events of elsewhere) expect(said(events)).toEqual(said(here ?? []));
    expect(new Map(said(here ?? []).map(([offset, id]) => [id, offset]))).toEqual(acked);
    expect(acked.size).toBe(WRITERS * EACH);
  });

  it("shows readers nothing before it is committed, and skips nothing, when a writer is slow", async () => {
    const { people, roomId } = await makeRoom(2);
    const [slow, quick] = people as [Person, Person];
    const reader = await followHere(slow);
    const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const held = transaction(slow.ctx, async (tx) => {
      await lockRoom(tx, roomId);
      locked.resolve();
      await released.promise;
    });
    await locked.promise;
    const two = others[1] as Other;
    const posted = Promise.all([two.post(quick, "q-1"), postMessage(slow.ctx, roomId, { content: "s" })]);
    const isBlocked = await Promise.race([posted.then(() => false), later(400).then(() => true)]);
    expect(isBlocked).toBe(true);
    expect(reader.events).toEqual([]);
    released.resolve();
    await held;
    await posted;
    const events = await reader.until(4);
    expect(events.map(({ offset }) => offset)).toEqual([3, 4]);
  });

  it("lets one of two messages through in slow mode, when they reach two processes at once", async () => {
    const { people } = await makeRoom(1, 60);
    const [person] = people as [Person];
    const posted = await Promise.allSettled([
      (others[0] as Other).post(person, "s-1"),
      (others[1] as Other).post(person, "s-2"),
    ]);
    expect(posted.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [refused] = posted.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(refused).toContain("limited");
    expect(await listed(person)).toHaveLength(1);
  });

  it("stays apart from another tenant's room", async () => {
    const [mine, theirs] = [await makeRoom(1), await makeRoom(1)];
    const [me, them] = [mine.people[0], theirs.people[0]] as [Person, Person];
    const reader = await followHere(me);
    const stranger = { ctx: them.ctx, roomId: mine.roomId };
    await expect(postMessage(stranger.ctx, mine.roomId, { content: "x" })).rejects.toThrow("not found");
    await expect(followHere(stranger)).rejects.toMatchObject({ code: "unauthorized" });
    await (others[0] as Other).post(them, "t-1");
    const { offset } = await postMessage(me.ctx, mine.roomId, { content: "mine" });
    const events = await reader.until(offset);
    expect(events.map((event) => event.kind === "message" && event.message.content)).toEqual(["mine"]);
  });
});

/** There is no event to wait for when nothing may happen. */
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function listed({ ctx, roomId }: Person) {
  return (await listRoomMessages(ctx, roomId, {})).messages;
}
