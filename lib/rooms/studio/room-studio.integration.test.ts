import { describe, expect, it } from "vitest";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { participantContext } from "#lib/auth/admission/make-contexts.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newRequestId } from "#lib/core/ids.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { createRoom } from "../lifecycle/create-room.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { listRoomMessages } from "../messages/list-room-messages.ts";
import { postMessage } from "../messages/post-message.ts";
import { reportMessage } from "../moderation/report-message.ts";
import { joinRoom } from "../participants/join-room.ts";
import { updateParticipant } from "../participants/update-participant.ts";
import { createRoomRequest } from "../schema.ts";
import { decideReportInStudio } from "./decide-report-in-studio.ts";
import { deleteRoomInStudio } from "./delete-room-in-studio.ts";
import { listModerationLog } from "./list-moderation-log.ts";
import { listReports } from "./list-reports.ts";
import { setRoomState } from "./set-room-state.ts";

async function makeStudio() {
  const { ctx } = await makeTenant("Studio rooms");
  const admin = await joinWorkspaceAs(ctx, await makePerson("Ada"), "admin");
  const { roomId, self } = await createRoom(admin, createRoomRequest.parse({ title: "Standup" }), "Hana");
  const as = (id: string): Context =>
    participantContext({ tenantId: ctx.tenantId, roomId, participantId: id as Id<"par"> }, newRequestId());
  const join = async (name: string) => {
    const { self: guest } = await joinRoom(ctx, roomId, { name }, "unknown");
    return { ctx: as(guest.id), id: guest.id };
  };
  return { admin, roomId, host: as(self.id), join };
}

async function reported() {
  const studio = await makeStudio();
  const [ana, ben] = [await studio.join("Ana"), await studio.join("Ben")];
  const { id } = await postMessage(studio.host, studio.roomId, { content: "rules by the host" });
  for (const { ctx } of [ana, ben])
    await reportMessage(ctx, studio.roomId, { message_id: id, reason: "abuse", note: "unfair" });
  const list = async (state: "open" | "resolved" | "dismissed") =>
    (await listReports(studio.admin, { state, before: null })).reports;
  return { ...studio, ana, messageId: id, list };
}

describe("reports in Studio", () => {
  it("include those about the host, and are decided together per message", async () => {
    const { admin, list } = await reported();
    const [one] = await list("open");
    expect(one).toMatchObject({
      reason: "abuse",
      note: "unfair",
      reporter: "Ben",
      message: { username: "Hana", content: "rules by the host" },
      room: { title: "Standup" },
    });
    await decideReportInStudio(admin, one?.id ?? "", "dismissed");
    expect([await list("open"), (await list("dismissed")).length]).toEqual([[], 2]);
    await expect(decideReportInStudio(admin, one?.id ?? "", "resolved")).rejects.toMatchObject({
      code: "conflict",
    });
    const { entries } = await listModerationLog(admin, { before: null });
    expect(entries[0]).toMatchObject({ action: "dismissed_report", actor: null, target: "Hana" });
  });

  it("delete the message, for everyone", async () => {
    const { admin, ana, roomId, list } = await reported();
    const [one] = await list("open");
    await decideReportInStudio(admin, one?.id ?? "", "delete");
    const { messages } = await listRoomMessages(ana.ctx, roomId, {});
    expect(messages.map(({ content, deleted_at }) => [content, deleted_at !== null])).toEqual([["", true]]);
    expect((await list("resolved")).map(({ message }) => message.content)).toEqual(["", ""]);
  });

  it("of another workspace do not exist", async () => {
    const { list } = await reported();
    const stranger = await makeStudio();
    const [one] = await list("open");
    await expect(decideReportInStudio(stranger.admin, one?.id ?? "", "delete")).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listReports(stranger.admin, { state: "open", before: one?.id ?? "" })).reports).toEqual([]);
  });
});

describe("the moderation log in Studio", () => {
  it("covers all rooms of the workspace and no others", async () => {
    const { admin, roomId, host, join } = await makeStudio();
    const ana = await join("Ana");
    await updateParticipant(host, roomId, { participantId: ana.id, action: "mute", minutes: 5 });
    const { entries } = await listModerationLog(admin, { before: null });
    expect(entries).toMatchObject([
      { action: "muted", actor: "Hana", target: "Ana", minutes: 5, room: { title: "Standup" } },
    ]);
    const stranger = await makeStudio();
    expect((await listModerationLog(stranger.admin, { before: null })).entries).toEqual([]);
  });
});

describe("a room in Studio", () => {
  it("is archived and reopened, which is audited once each", async () => {
    const { admin, roomId, host } = await makeStudio();
    for (const state of ["archived", "archived", "open"] as const) await setRoomState(admin, roomId, state);
    await postMessage(host, roomId, { content: "open again" });
    const actions = (await listAuditEntries(admin, null)).map(({ action, who, name }) => [action, who, name]);
    expect(actions.filter(([action]) => action?.startsWith("room."))).toEqual([
      ["room.reopened", "Ada", "Standup"],
      ["room.archived", "Ada", "Standup"],
    ]);
  });

  it("is deleted, but not by another workspace", async () => {
    const { admin, roomId } = await makeStudio();
    const stranger = await makeStudio();
    await expect(deleteRoomInStudio(stranger.admin, roomId)).rejects.toMatchObject({ code: "not_found" });
    await expect(setRoomState(stranger.admin, roomId, "archived")).rejects.toMatchObject({
      code: "not_found",
    });
    await deleteRoomInStudio(admin, roomId);
    await expect(getRoomRow(admin, roomId)).rejects.toMatchObject({ code: "not_found" });
  });
});
