import { type ChildProcess, fork } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import { sealContext } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import type { RoomAnswer } from "#testing/rooms/room-process.ts";
import { openRoom } from "../lifecycle/open-room.ts";
import { listRoomMessages } from "../messages/list-room-messages.ts";
import { postMessage } from "../messages/post-message.ts";
import { putPresence } from "../queries/presence.ts";

const MESSAGES = 8;

async function makeTalk() {
  const { ctx, chatbot } = await makeTenant("Recaps");
  const { roomId, self } = await openRoom(ctx, {
    title: "Ride",
    chatbot,
    settings: { botManner: "digest", access: "open", slowSeconds: 0, codeHidden: false },
    passwordHash: null,
    host: { name: "Hana", userIdHash: null },
  });
  const host = sealContext({
    tenantId: ctx.tenantId,
    actor: { kind: "participant", id: self.id as never, roomId },
  });
  const room = admitRoom(ctx, roomId);
  await putPresence(room, roomId, "test", [self.id as never]);
  for (let number = 1; number <= MESSAGES; number += 1)
    await postMessage(host, roomId, { content: `The south gate opens at ${number} o'clock.` });
  const row = (set: string) =>
    asOwner<{ until: number | null }>(
      `update platform.rooms set ${set} where id = $1 returning recap_until as until`,
      [idToUuid(roomId)],
    );
  const letTimePass = () => row("recap_at = now() - interval '1 second'");
  const claimed = async () => (await row("title = title"))[0]?.until ?? null;
  await letTimePass();
  const recaps = async () =>
    (await listRoomMessages(host, roomId, { limit: "50" })).messages.filter(({ role }) => role === "bot");
  return { room, roomId, letTimePass, claimed, recaps };
}

describe("recaps in two processes", () => {
  let others: ChildProcess[];
  let number = 0;
  beforeAll(async () => {
    others = [0, 1].map(() => fork("testing/rooms/room-process.ts", { env: process.env }));
    await Promise.all(others.map((child) => new Promise((resolve) => child.once("message", resolve))));
  });
  afterAll(() => {
    for (const child of others) child.kill("SIGKILL");
  });
  const recap = (child: ChildProcess | undefined, { room, roomId }: Awaited<ReturnType<typeof makeTalk>>) =>
    new Promise<string>((resolve) => {
      number += 1;
      const own = number;
      const hear = (answer: RoomAnswer) => {
        if (answer.number !== own) return;
        child?.off("message", hear);
        resolve(answer.kind === "failed" ? answer.code : answer.kind);
      };
      child?.on("message", hear);
      child?.send({ number: own, tenantId: room.tenantId, actor: room.actor, roomId, kind: "recap" });
    });

  it("are posted once for one stretch, when both find it due", async () => {
    const talk = await makeTalk();
    expect(await Promise.all(others.map((child) => recap(child, talk)))).toEqual(["done", "done"]);
    expect(await talk.recaps()).toHaveLength(1);
  });

  it("are posted once when a process takes over one that another is still making", async () => {
    const talk = await makeTalk();
    const first = recap(others[0], talk);
    await expect.poll(talk.claimed).not.toBeNull();
    await talk.letTimePass();
    const second = recap(others[1], talk);
    expect(await first).toBe("done");
    // The turn may be running in the first: then the second follows it, or is asked to come back.
    expect(["done", "conflict"]).toContain(await second);
    expect(await talk.recaps()).toHaveLength(1);
  });
});
