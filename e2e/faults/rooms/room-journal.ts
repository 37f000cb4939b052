import type { WireMessage } from "#lib/rooms/wire.ts";

/** One message as its sender experienced it. Times are milliseconds of `performance.now()`. */
export type Said = {
  code: string;
  participantId: string;
  /** The client's own id, the same in every attempt. */
  id: string;
  text: string;
  saidAt: number;
  /** From here on it may not be lost. */
  acknowledged: { offset: number; at: number } | null;
  /** Where an acknowledged message that was sent again is, according to the server. */
  againAt: number | null;
  /** Attempts that failed, by status or reason; the person tried again. */
  refusals: string[];
};

type Stated = Pick<WireMessage, "id" | "client_id" | "participant_id" | "content">;

/** An event that a person's page applied. `message`: of an event that adds one. */
type Heard = { offset: number; at: number; message: Stated | null };

/** A person who reads a room from their first welcome to the end of the run. */
export type Reader = {
  code: string;
  name: string;
  transport: "stream" | "socket";
  /** The position of the snapshot they began with. */
  from: number | null;
  heard: Heard[];
  /** Events that came a second time in one connection, or behind a gap. */
  disordered: string[];
  /** How often their cursor was refused. */
  resyncs: number;
  resumed: number;
  /** What their page shows in the end. */
  shown: readonly WireMessage[];
};

/** A room as the server has it in the end: all messages, and the offsets of its log. */
export type StoredRoom = {
  code: string;
  lastOffset: number;
  messages: readonly WireMessage[];
  offsets: readonly number[];
};

export type RoomJournal = {
  said: Said[];
  readers: Reader[];
  faults: { at: number; fault: string }[];
};
