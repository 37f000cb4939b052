import { expect, it } from "vitest";
import { findRoom } from "#lib/rooms/queries/rooms.ts";
import { makeRoom } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import { readLog } from "./read-log.ts";

it("is read once for readers who resume from one position at once, and again for later ones", async () => {
  const { room, tenant } = await makeRoom();
  for (const text of ["one", "two"]) await room.post(room.host.token, text);
  const row = await findRoom(tenant.ctx, roomIdOf(room.host.token));
  if (!row) throw new Error("No room.");
  const [first, same, other] = [1, 1, 0].map((after) => readLog(tenant.ctx, row, after));
  expect(same).toBe(first);
  expect(other).not.toBe(first);
  const page = await first;
  expect(page?.events.map(({ offset }) => offset)).toEqual([2]);
  expect(page?.last).toBe(row.lastOffset);
  const later = readLog(tenant.ctx, row, 1);
  expect(later).not.toBe(first);
  expect((await later)?.events).toEqual(page?.events);
  expect(await other).toMatchObject({ last: row.lastOffset });
});
