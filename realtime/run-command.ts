import { z } from "zod";
import { publicError } from "#app/_server/http/respond.ts";
import type { RoomAdmission } from "#lib/auth/admission/admit-to-room.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { limitRequests } from "#lib/limits/limit-requests.ts";
import type { WireReply } from "#lib/rooms/wire.ts";
import { commands } from "./commands.ts";

type From = { code: string; requestId: string; address: string };

const envelope = z.object({ type: z.string(), id: z.string().max(64) });
const detail = z.object({ reason: z.string().optional(), retryAfter: z.number().optional() });

/** Runs the command in a frame. Never throws: a command that fails is refused with a `nack`. */
export async function runCommand(
  { ctx, roomId }: RoomAdmission,
  { code: chat_code, requestId, address }: From,
  frame: unknown,
): Promise<WireReply> {
  const started = performance.now();
  const { type = "" } = envelope.partial().safeParse(frame).data ?? {};
  const command = Object.hasOwn(commands, type) ? commands[type] : undefined;
  const { tenantId } = ctx;
  const note = (code?: string) => {
    const latency = Math.round(performance.now() - started);
    const name = command ? type : "unknown";
    log().info({ requestId, tenantId, chat_code, command: name, code, latency }, "room command");
  };
  try {
    const { id } = envelope.parse(frame);
    if (!command) throw new ParleyError("not_allowed", "This command is unknown.");
    await limitRequests(sealOperator(), command.limit, { ctx, address });
    const outcome = await command.run(ctx, roomId, frame);
    note();
    return { type: "ack", id, ...outcome };
  } catch (error) {
    const known = publicError(error);
    note(known?.code ?? "internal");
    if (!known) log().error({ requestId, tenantId, ...errorFields(error) }, "room command failed");
    return nackOf(frame, known ?? internal);
  }
}

const internal = { code: "internal", message: "Something went wrong on our side. Try again.", details: null };

/** Refuses a frame. */
export function nackOf(
  frame: unknown,
  { code, message, details }: Pick<ParleyError, "message" | "details"> & { code: string },
): WireReply {
  const { id = null } = envelope.partial().safeParse(frame).data ?? {};
  return { type: "nack", id, code, message, ...detail.safeParse(details).data };
}
