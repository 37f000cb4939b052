import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";
import { type MessageHandlers, RoomMessage } from "./room-message.tsx";

const at = new Date().toISOString();
const person = (id: string, role: WireParticipant["role"] = "participant"): WireParticipant => ({
  id,
  name: id,
  role,
  muted_until: null,
  present: true,
  joined_at: at,
  read_offset: 0,
});
const said = (by: WireParticipant, more: Partial<WireMessage> = {}): WireMessage => ({
  id: "rmg_1",
  chat_code: "ABCD",
  offset: 1,
  client_id: null,
  participant_id: by.id,
  username: by.name,
  role: by.role,
  content: "Hello @Ada <b>bold</b>",
  created_at: at,
  edited_at: null,
  deleted_at: null,
  reply_to: null,
  reactions: [],
  files: [],
  answer: null,
  ...more,
});
const nothing = () => {};
const handlers: MessageHandlers = {
  onReply: nothing,
  onEdit: nothing,
  onReport: () => undefined,
  onDelete: nothing,
  onReact: nothing,
  onStop: nothing,
  onPin: null,
  onShow: nothing,
  onOpenCitation: nothing,
};

function draw(message: WireMessage, self: WireParticipant, mayWrite = true): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <RoomMessage
        message={message}
        self={self}
        names={["Ada"]}
        isContinued={false}
        nameOf={() => null}
        repliesToSelf={false}
        mayWrite={mayWrite}
        handlers={handlers}
      />
    </NextIntlClientProvider>,
  );
}

const [ada, ben, host, moderator] = [
  person("Ada"),
  person("Ben"),
  person("Hugo", "host"),
  person("Max", "moderator"),
];
const actions = (html: string) =>
  [...html.matchAll(/aria-label="(Reply|Copy|Edit|Delete)/g)].map(([, action]) => action);

describe("a message", () => {
  test("shows what people write as text, with mentions", () => {
    const html = draw(said(ben), ada);
    expect(html).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(html).toMatch(/<b [^>]*>@Ada<\/b>/);
  });

  test.each([
    ["a participant at another's", ben, ada, ["Reply", "Copy"]],
    ["its author", ben, ben, ["Reply", "Copy", "Edit", "Delete"]],
    ["the host", ben, host, ["Reply", "Copy", "Delete"]],
    ["a moderator", ben, moderator, ["Reply", "Copy", "Delete"]],
    ["a moderator at the host's", host, moderator, ["Reply", "Copy"]],
  ])("offers %s what they may do", (_, author, reader, expected) => {
    expect(actions(draw(said(author), reader))).toEqual(expected);
  });

  test("can only be copied where the reader may not write", () => {
    expect(actions(draw(said(ben), ben, false))).toEqual(["Copy"]);
  });

  test("can no longer be edited after an hour", () => {
    const created_at = new Date(Date.now() - 3_600_001).toISOString();
    expect(actions(draw(said(ben, { created_at }), ben))).toEqual(["Reply", "Copy", "Delete"]);
  });

  test("shows that it was deleted, and nothing to do with it", () => {
    const html = draw(said(ben, { content: "", deleted_at: at }), host);
    expect(html).toContain("Message deleted");
    expect(actions(html)).toEqual([]);
  });

  test("shows names of files and people as text, whatever they contain", () => {
    const evil = '"><img src=x onerror=alert(1)>';
    const file = { id: "rat_1", name: evil, media_type: "text/plain", size: 1_200 };
    const files: WireMessage["files"] = [
      { ...file, kind: "file", width: null, height: null },
      { ...file, id: "rat_2", kind: "image", width: 1_600, height: 1_200 },
    ];
    const html = draw(said(person(evil), { content: "", files, username: evil }), ada);
    expect(html).not.toContain("<img src=x");
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(html).toMatch(/<img [^>]*src="\/api\/chats\/ABCD\/files\/rat_2"[^>]* width="360" height="270"/);
    expect(html).toContain("1 kB");
    const reactions = [{ emoji: evil, count: 1, participant_ids: [] }];
    expect(draw(said(ben, { reactions }), ada)).not.toContain("<img");
  });

  test("shows a quote of a deleted message as deleted", () => {
    const html = draw(said(ben, { reply_to: { id: "rmg_0", username: "Ada", content: "" } }), host);
    expect(html).toContain("Message deleted");
  });

  test("shows that the chatbot is answering until there is text", () => {
    const answer: WireMessage["answer"] = { state: "running", grounding: null, citations: [] };
    const html = draw(said(person("Bot", "bot"), { content: "", answer }), ada);
    expect(html).toContain("Bot is answering…");
    expect(actions(html)).toEqual([]);
  });
});
