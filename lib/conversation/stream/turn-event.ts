import { ParleyError } from "#lib/core/errors.ts";
import type { TurnChunk } from "../schema.ts";

/** A chunk with its position in the turn's log; null where it was rebuilt from the stored answer. */
export type TurnEvent = { id: string | null; chunk: TurnChunk };

/** The last event a reader received. */
export type Cursor = { epoch: number; offset: number };

export function eventId(epoch: number, offset: number): string {
  return `${epoch}.${offset}`;
}

/** @throws ParleyError invalid for anything but `epoch.offset` */
export function parseCursor(text: string): Cursor {
  const [, epoch, offset] = /^(\d{1,9})\.(\d{1,9})$/.exec(text) ?? [];
  if (epoch === undefined || offset === undefined)
    throw new ParleyError("invalid", "The cursor is not valid. Use the ID of the last event you received.");
  return { epoch: Number(epoch), offset: Number(offset) };
}
