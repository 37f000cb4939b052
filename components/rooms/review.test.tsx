import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { presets } from "#lib/rooms/lifecycle/presets.ts";
import type { WireMessage, WireParticipant, WireReview, WireRoom } from "#lib/rooms/wire.ts";
import { HeldMessage } from "./held-message.tsx";
import { PresetFields } from "./preset-fields.tsx";
import { reduceRoom } from "./reduce-room.ts";
import { ReviewBar } from "./review-bar.tsx";
import { ReviewSection } from "./review-section.tsx";
import { emptyRoom } from "./room-store.ts";
import { WaitingCard } from "./waiting-card.tsx";

const at = "2026-11-30T12:00:00.000Z";
const person = (name: string, role: WireParticipant["role"] = "participant"): WireParticipant => ({
  id: `par_${name}`,
  name,
  role,
  muted_until: null,
  present: true,
  joined_at: at,
  read_offset: 0,
});
const held = (id: string, by: WireParticipant, state: "pending" | "refused" = "pending"): WireMessage => ({
  id,
  chat_code: "ABCD",
  offset: 0,
  client_id: `client-${id}`,
  participant_id: by.id,
  username: by.name,
  role: by.role,
  content: `text of ${id}`,
  created_at: at,
  edited_at: null,
  deleted_at: null,
  reply_to: null,
  reactions: [],
  files: [],
  answer: null,
  held: state,
});
const [hana, ana] = [person("Hana", "host"), person("Ana")];
const room = { code: "ABCD", title: "Room", hold: true } as WireRoom;
const review: WireReview = {
  held: [held("one", ana)],
  waiting: [{ ...person("Eve"), present: false }],
  reports: [
    {
      id: "rep_1",
      reason: "abuse",
      note: "rude",
      reporter: "Ben",
      created_at: at,
      message: { id: "m", participant_id: ana.id, username: "Ana", content: "boo", is_deleted: false },
    },
  ],
};
const nothing = () => undefined;
const handlers = {
  onModerate: nothing,
  onDecideHeld: nothing,
  onDecideReport: nothing,
  onDeleteReported: nothing,
};

const draw = (element: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      {element}
    </NextIntlClientProvider>,
  );

describe("what waits for a moderator", () => {
  test("is listed with its decisions, and nothing is shown when nothing waits", () => {
    const html = draw(<ReviewSection review={review} handlers={handlers} />);
    for (const text of ["1 person in the lobby", "Eve", "Let in", "1 message to approve", "text of one"])
      expect(html).toContain(text);
    for (const text of ["1 report", "boo", "Insults or hate", "rude", "Dismiss"])
      expect(html).toContain(text);
    const none = { held: [], waiting: [], reports: [] };
    expect(draw(<ReviewSection review={none} handlers={handlers} />)).toBe("");
  });

  test("is announced to moderators only", () => {
    const state = { ...emptyRoom(room, hana), review };
    expect(draw(<ReviewBar state={state} onOpen={nothing} />)).toContain("3 items to review");
    expect(draw(<ReviewBar state={{ ...state, self: ana }} onOpen={nothing} />)).toBe("");
  });
});

describe("a held message", () => {
  test("says whether it waits or was refused", () => {
    expect(draw(<HeldMessage message={held("x", ana)} onWithdraw={nothing} />)).toContain(
      "Waiting for approval",
    );
    expect(draw(<HeldMessage message={held("x", ana, "refused")} onWithdraw={nothing} />)).toContain(
      "Not approved",
    );
  });

  test("replaces the unsent message, and is replaced by the message in the room", () => {
    const start = reduceRoom(emptyRoom(room, ana), {
      type: "wrote",
      message: { id: "client-one", content: "text of one", replyTo: null, files: [] },
    });
    const sent = reduceRoom(start, { type: "placed", message: held("one", ana) });
    expect([sent.own, sent.messages, sent.review.held.map(({ id }) => id)]).toEqual([[], [], ["one"]]);
    const { held: _, ...approved } = held("one", ana);
    const message = { ...approved, offset: 1 };
    const event = {
      type: "event",
      kind: "message",
      offset: 1,
      cursor: "1.1",
      created_at: at,
      message,
    } as const;
    const shown = reduceRoom({ ...sent, cursor: "1.0" }, { type: "frame", frame: event });
    expect([shown.messages.map(({ id }) => id), shown.review.held]).toEqual([["one"], []]);
    // A list that was loaded before the approval does not bring it back.
    const late = reduceRoom(shown, { type: "reviewed", review: { ...review, held: [held("one", ana)] } });
    expect(late.review.held).toEqual([]);
  });
});

describe("the lobby", () => {
  test("waits until the welcome", () => {
    const waiting = reduceRoom(emptyRoom(room, ana), { type: "frame", frame: { type: "waiting" } });
    expect(waiting.connection).toEqual({ kind: "waiting" });
    expect(draw(<WaitingCard title="Room" name="Ana" onLeave={nothing} />)).toContain("Stop waiting");
  });
});

describe("presets", () => {
  test.each(["open", "calm", "strict"] as const)("%s is shown as chosen by its switches", (preset) => {
    const rules = { ...presets[preset], locked: false, expires_days: null };
    const pressed = /aria-pressed="true"[^>]*>([^<]+)/.exec(
      draw(<PresetFields rules={rules} onChange={nothing} />),
    );
    expect(pressed?.[1]?.toLowerCase()).toBe(preset);
  });

  test("an own combination is none of them", () => {
    const rules = { ...presets.open, hold: true, locked: false, expires_days: 12 };
    const html = draw(<PresetFields rules={rules} onChange={nothing} />);
    expect(html).toContain("Custom settings.");
    expect(html).not.toContain('aria-pressed="true"');
    expect(html).toContain("After 12 days");
  });
});
