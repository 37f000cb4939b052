import { type ChildProcess, fork } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import type { RoomAnswer, RoomOrder } from "#testing/rooms/room-process.ts";
import { openRoom } from "../lifecycle/open-room.ts";
import { listRoomMessages } from "../messages/list-room-messages.ts";
import { postMessage } from "../messages/post-message.ts";
import { joinRoom } from "../participants/join-room.ts";
import { listParticipants } from "../participants/list-participants.ts";
import { updateParticipant } from "../participants/update-participant.ts";
import type { UpdateParticipantRequest } from "../schema.ts";
import type { WireFrame } from "../wire.ts";

type Person = { ctx: Context; roomId: Id<"rom">; id: string };
type Asked = Partial<RoomOrder> & { kind: RoomOrder["kind"] };

/** Another Parley process on the same database. */
class Other {
  readonly child: ChildProcess = fork("testing/rooms/room-process.ts", { env: process.env });
  readonly ready: Promise<void>;
  readonly #hear = new Map<number, (answer: RoomAnswer) => void>();
  #number = 0;

  constructor() {
    this.ready = new Promise((resolve) => this.#hear.set(0, () => resolve()));
    this.child.on("message", (answer: RoomAnswer) => this.#hear.get(answer.number)?.(answer));
  }

  send({ ctx: { tenantId, actor }, roomId }: Person, asked: Asked, hear: (answer: RoomAnswer) => void): void {
    this.#number += 1;
    this.#hear.set(this.#number, hear);
    this.child.send({ number: this.#number, tenantId, actor, roomId, ...asked });
  }

  /** @returns "done", or the error's code */
  ask(person: Person, asked: Asked): Promise<string> {
    return new Promise((resolve) =>
      this.send(person, asked, (answer) => resolve(answer.kind === "failed" ? answer.code : answer.kind)),
    );
  }

  act(person: Person, { id }: Person, body: UpdateParticipantRequest): Promise<string> {
    return this.ask(person, { kind: "act", participantId: id, body });
  }
}

async function makeRoom({ hold = false, people = 2 } = {}) {
  const { ctx } = await makeTenant("Moderation");
  const { roomId, self } = await openRoom(ctx, {
    title: "Crowd",
    chatbot: null,
    settings: { botManner: "off", access: "open", slowSeconds: 0, codeHidden: false, hold },
    passwordHash: null,
    host: { name: "Hana", userIdHash: null },
  });
  const as = (id: string): Person => {
    const actor = { kind: "participant" as const, id: id as Id<"par">, roomId };
    return { ctx: sealContext({ tenantId: ctx.tenantId, actor }), roomId, id };
  };
  const host = as(self.id);
  const guests: Person[] = [];
  for (let number = 1; number <= people; number += 1)
    guests.push(as((await joinRoom(ctx, roomId, { name: `Person ${number}x` }, "unknown")).self.id));
  const [ana, mo] = guests as [Person, Person];
  await updateParticipant(host.ctx, roomId, { participantId: mo.id, action: "role", role: "moderator" });
  return { roomId, host, ana, mo };
}

const hostsOf = async ({ ctx, roomId }: Person) =>
  (await listParticipants(ctx, roomId)).filter(({ role }) => role === "host").map(({ id }) => id);

const ROUNDS = 6;

describe("moderation in two processes at once", () => {
  let one: Other;
  let two: Other;
  beforeAll(async () => {
    [one, two] = [new Other(), new Other()];
    await Promise.all([one.ready, two.ready]);
  });
  afterAll(() => {
    for (const { child } of [one, two]) child.kill("SIGKILL");
  });

  it("never lets a moderator act on the host, also while the room is handed over", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { host, ana, mo } = await makeRoom();
      const results = await Promise.all([
        one.act(host, ana, { action: "hand_over" }),
        two.act(mo, ana, { action: "ban" }),
      ]);
      // Whichever came first, the other was refused.
      expect([
        ["done", "forbidden"],
        ["conflict", "done"],
      ]).toContainEqual(results);
      expect(await hostsOf(mo)).toEqual([results[0] === "done" ? ana.id : host.id]);
    }
  });

  it("hands a room over once", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { host, ana, mo } = await makeRoom();
      const results = await Promise.all([
        one.act(host, ana, { action: "hand_over" }),
        two.act(host, mo, { action: "hand_over" }),
      ]);
      expect(results.sort()).toEqual(["done", "forbidden"]);
      expect(await hostsOf(ana)).toHaveLength(1);
    }
  });

  it("decides once on a held message", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { roomId, host, ana, mo } = await makeRoom({ hold: true });
      const { id: messageId } = await postMessage(ana.ctx, roomId, { content: "held" });
      const [approved, refused] = await Promise.all([
        one.ask(host, { kind: "decide", messageId, decision: "approve" }),
        two.ask(mo, { kind: "decide", messageId, decision: "refuse" }),
      ]);
      expect([approved, refused].filter((result) => result === "done")).toHaveLength(1);
      const { messages } = await listRoomMessages(ana.ctx, roomId, {});
      expect(messages.map(({ id }) => id)).toEqual(approved === "done" ? [messageId] : []);
    }
  });

  it("ends the connection of a banned person in another process, and delivers nothing after it", async () => {
    const { roomId, host, ana } = await makeRoom();
    const frames: WireFrame[] = [];
    const [welcomed, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    two.send(ana, { kind: "follow" }, (answer) => {
      if (answer.kind !== "frame") return;
      frames.push(answer.frame);
      if (answer.frame.type === "welcome") welcomed.resolve();
      if (answer.frame.type === "bye") ended.resolve();
    });
    await welcomed.promise;
    await one.act(host, ana, { action: "ban" });
    const { id } = await postMessage(host.ctx, roomId, { content: "after the ban" });
    await ended.promise;
    // Another follower in that process proves that the message has arrived there.
    await new Promise<void>((resolve) =>
      two.send(host, { kind: "follow" }, (answer) => {
        const isIt = answer.kind === "frame" && JSON.stringify(answer.frame).includes(id);
        if (isIt) resolve();
      }),
    );
    expect(frames.at(-1)).toMatchObject({ type: "bye", code: "banned" });
    expect(JSON.stringify(frames)).not.toContain("after the ban");
    expect(await two.ask(ana, { kind: "post", content: "x", id: "x" })).toBe("forbidden");
  });
});
