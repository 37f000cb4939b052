import { KEPT_EVENTS } from "#lib/rooms/order/kept-events.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";
import type { Reader, RoomJournal, Said, StoredRoom } from "./room-journal.ts";

/** How often each promise was broken. */
export type BrokenInRooms = {
  /** Acknowledged and not stored. */
  lost: number;
  /** Stored more than once, or at another position when it was sent again. */
  duplicated: number;
  /** Stored and never sent. */
  invented: number;
  /** Stored with other words or at another position than acknowledged. */
  different: number;
  /** Positions of a room's log that are missing or there twice. */
  holes: number;
  /** Events that a reader who stayed or resumed never got. */
  missed: number;
  /** Events that a reader got twice, behind a gap, or with other words than stored. */
  disordered: number;
  /** Readers whose page shows something else than is stored. */
  shownWrong: number;
  /** Cursors that were refused though the log had everything. */
  resynced: number;
  /** Messages that were tried to the end and never acknowledged. */
  gaveUp: number;
};

export type RoomViolation = { promise: keyof BrokenInRooms; what: string };
type Tell = (promise: keyof BrokenInRooms, what: string) => void;

const NONE: BrokenInRooms = {
  lost: 0,
  duplicated: 0,
  invented: 0,
  different: 0,
  holes: 0,
  missed: 0,
  disordered: 0,
  shownWrong: 0,
  resynced: 0,
  gaveUp: 0,
};

/** Compares what people sent and what their pages showed with what is stored. */
export function checkRooms(
  { said, readers }: Pick<RoomJournal, "said" | "readers">,
  stored: readonly StoredRoom[],
): { broken: BrokenInRooms; violations: RoomViolation[] } {
  const violations: RoomViolation[] = [];
  const tell: Tell = (promise, what) => violations.push({ promise, what });
  for (const room of stored) {
    const own = said.filter(({ code }) => code === room.code);
    for (const one of own) checkSaid(one, room, tell);
    checkStored(room, own, tell);
    for (const reader of readers) if (reader.code === room.code) checkReader(reader, room, tell);
  }
  const broken = { ...NONE };
  for (const { promise } of violations) broken[promise] += 1;
  return { broken, violations };
}

const isOf = ({ participantId, id }: Said, message: WireMessage) =>
  message.participant_id === participantId && message.client_id === id;

function checkSaid(one: Said, { messages }: StoredRoom, tell: Tell): void {
  const { acknowledged, againAt, text } = one;
  const found = messages.filter((message) => isOf(one, message));
  const where = `${one.code}, ${text}`;
  if (found.length > 1) tell("duplicated", where);
  const [message] = found;
  if (!acknowledged) tell("gaveUp", `${where}: ${one.refusals.join(", ")}`);
  else if (!message) tell("lost", where);
  if (!acknowledged || !message) return;
  if (message.content !== text) tell("different", `${where} is stored as: ${message.content}`);
  if (message.offset !== acknowledged.offset)
    tell("different", `${where}: acknowledged at ${acknowledged.offset}, stored at ${message.offset}`);
  if (againAt !== null && againAt !== acknowledged.offset)
    tell("duplicated", `${where}: acknowledged at ${acknowledged.offset}, then at ${againAt}`);
}

function checkStored({ code, messages, offsets, lastOffset }: StoredRoom, said: Said[], tell: Tell): void {
  for (const message of messages)
    if (!said.some((one) => isOf(one, message))) tell("invented", `${code}: ${message.content}`);
  const first = offsets[0] ?? 1;
  // Housekeeping deletes the oldest events of a long room.
  const isPruned = offsets.length >= KEPT_EVENTS;
  const isWhole = offsets.every((offset, index) => offset === first + index) && offsets.at(-1) === lastOffset;
  if (!isWhole || (first > 1 && !isPruned))
    tell("holes", `${code}: ${offsets.length} events from ${first} to ${lastOffset}`);
}

function checkReader(reader: Reader, { messages, lastOffset }: StoredRoom, tell: Tell): void {
  const who = `${reader.code}, ${reader.name} (${reader.transport})`;
  for (const what of reader.disordered) tell("disordered", `${who}: ${what}`);
  for (let time = 0; time < reader.resyncs; time += 1) tell("resynced", who);
  const { from } = reader;
  if (from === null) {
    tell("missed", `${who} was never welcomed`);
    return;
  }
  const byOffset = new Map(messages.map((message) => [message.offset, message]));
  let next = from + 1;
  for (const { offset, message } of reader.heard) {
    if (offset !== next) tell("disordered", `${who}: ${offset} instead of ${next}`);
    next = offset + 1;
    const due = byOffset.get(offset);
    if (message?.id !== due?.id || message?.content !== due?.content)
      tell("disordered", `${who}: at ${offset} ${message?.content} instead of ${due?.content}`);
  }
  for (let offset = next; offset <= lastOffset; offset += 1) tell("missed", `${who}: ${offset}`);
  const shown = reader.shown.filter(({ offset }) => offset > from).map(lineOf);
  const due = messages.filter(({ offset }) => offset > from).map(lineOf);
  if (shown.join("\n") !== due.join("\n")) tell("shownWrong", `${who}: ${shown.length} of ${due.length}`);
}

const lineOf = ({ offset, id, content }: WireMessage) => `${offset} ${id} ${content}`;
