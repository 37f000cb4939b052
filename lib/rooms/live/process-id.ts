import { newId } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";

/** Names this process in `room_presence`. */
export const processId = (): string => singleton("rooms.process", () => ({ id: newId("prc") })).id;
