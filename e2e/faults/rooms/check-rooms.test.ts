import { describe, expect, it } from "vitest";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { type BrokenInRooms, checkRooms } from "./check-rooms.ts";
import type { Reader, Said, StoredRoom } from "./room-journal.ts";

const message = (offset: number, over: Partial<WireMessage> = {}) =>
  ({
    id: `m${offset}`,
    client_id: `c${offset}`,
    participant_id: "ana",
    offset,
    content: `text ${offset}`,
    ...over,
  }) as WireMessage;

const said = (offset: number, over: Partial<Said> = {}): Said => ({
  code: "room",
  participantId: "ana",
  id: `c${offset}`,
  text: `text ${offset}`,
  saidAt: 0,
  acknowledged: { offset, at: 1 },
  againAt: null,
  refusals: [],
  ...over,
});

/** Someone joined at position 1; two messages followed, which a reader got after their snapshot at 1. */
const whole = () => {
  const messages = [message(2), message(3)];
  const reader: Reader = {
    code: "room",
    name: "Ben",
    transport: "socket",
    from: 1,
    heard: messages.map((one) => ({ offset: one.offset, at: 1, message: one })),
    disordered: [],
    resyncs: 0,
    resumed: 1,
    shown: messages,
  };
  const stored: StoredRoom = { code: "room", lastOffset: 3, messages, offsets: [1, 2, 3] };
  return { said: [said(2), said(3)], reader, stored };
};
type Run = ReturnType<typeof whole>;

function brokenIn(change: (run: Run) => void): Partial<BrokenInRooms> {
  const run = whole();
  change(run);
  const { broken } = checkRooms({ said: run.said, readers: [run.reader] }, [run.stored]);
  return Object.fromEntries(Object.entries(broken).filter(([, count]) => count > 0));
}

describe("the checker of rooms", () => {
  it("finds nothing broken in a whole run", () => {
    expect(brokenIn(() => undefined)).toEqual({});
  });

  it.each<[string, (run: Run) => void, Partial<BrokenInRooms>]>([
    [
      "an acknowledged message that is not stored",
      (run) => run.said.push(said(4, { text: "gone" })),
      { lost: 1 },
    ],
    [
      "one that was never acknowledged",
      (run) => run.said.push(said(4, { acknowledged: null })),
      { gaveUp: 1 },
    ],
    [
      "one stored twice",
      ({ stored }) => {
        stored.messages = [...stored.messages, message(2, { offset: 1 })];
      },
      { duplicated: 1 },
    ],
    [
      "one that got another position when it was sent again",
      (run) => {
        run.said[0] = said(2, { againAt: 9 });
      },
      { duplicated: 1 },
    ],
    ["one that nobody sent", (run) => run.said.pop(), { invented: 1 }],
    [
      "other words",
      (run) => {
        run.said[0] = said(2, { text: "other" });
      },
      { different: 1 },
    ],
    [
      "another position than acknowledged",
      (run) => {
        run.said[0] = said(2, { acknowledged: { offset: 7, at: 1 } });
      },
      { different: 1 },
    ],
    [
      "a hole in the log",
      ({ stored }) => {
        stored.offsets = [1, 3];
      },
      { holes: 1 },
    ],
    [
      "a log that begins late without having been pruned",
      ({ stored }) => {
        stored.offsets = [2, 3];
      },
      { holes: 1 },
    ],
    ["the last event missing for a reader", ({ reader }) => reader.heard.pop(), { missed: 1 }],
    ["an event missing between others", ({ reader }) => reader.heard.shift(), { disordered: 1 }],
    [
      "an event delivered twice",
      ({ reader }) => reader.heard.push(reader.heard[1] as Reader["heard"][number]),
      { disordered: 1 },
    ],
    ["disorder within a connection", ({ reader }) => reader.disordered.push("3 after 3"), { disordered: 1 }],
    [
      "a page that shows something else",
      ({ reader }) => {
        reader.shown = [message(2)];
      },
      { shownWrong: 1 },
    ],
    [
      "a refused cursor",
      ({ reader }) => {
        reader.resyncs = 1;
      },
      { resynced: 1 },
    ],
  ])("finds %s", (_, change, broken) => {
    expect(brokenIn(change)).toEqual(broken);
  });
});
