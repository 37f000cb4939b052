import { NextIntlClientProvider } from "next-intl";
import { renderToReadableStream, renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { AnswerText } from "#components/chat/answer-text.tsx";
import { loadMarkdownCloser } from "#components/markdown/markdown.tsx";
import { mathEngine } from "#components/markdown/math.tsx";
import messages from "#i18n/en.json" with { type: "json" };
import { ROOM_MESSAGE_MAX_CHARS } from "#lib/rooms/schema.ts";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { nestingShapes } from "#testing/nesting/nesting-shapes.ts";
import { Quote } from "./quote.tsx";
import { RoomAnswer } from "./room-answer.tsx";
import { RoomText } from "./room-text.tsx";

const render = (element: React.ReactNode) =>
  expectCpuTimeBelow(4_000, () =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
        {element}
      </NextIntlClientProvider>,
    ),
  );
const ignore = () => undefined;

beforeAll(async () => {
  await Promise.all([loadMarkdownCloser(), mathEngine.load()]);
  // Loads the Markdown renderer, which the first answer would be drawn without.
  const stream = await renderToReadableStream(<AnswerText text="" />);
  await stream.allReady;
});

describe.each(Object.entries(nestingShapes))("in a room, %s", (_name, shape) => {
  it("is drawn small and fast as a person's message and in a quote of it", () => {
    const text = shape.slice(0, ROOM_MESSAGE_MAX_CHARS);
    const said = render(<RoomText text={text} names={["Ada", "Ada Ada", "a"]} self="Ada" />);
    expect(said.split("<").length).toBeLessThan(2 * ROOM_MESSAGE_MAX_CHARS);
    const quoted = { id: "rmg_1", username: "Ada", content: text };
    expect(render(<Quote quoted={quoted} onShow={ignore} />).length).toBeLessThan(40_000);
  });

  it.each(["complete", "running"] as const)("is drawn small and fast in an answer that is %s", (state) => {
    const answer = { state, grounding: null, citations: [] };
    const message = {
      id: "rmg_2",
      chat_code: "ABCD",
      offset: 1,
      client_id: null,
      participant_id: "bot",
      username: "Bot",
      role: "bot" as const,
      content: `Before.\n\n${shape}\n\nAfter.`,
      created_at: "2026-01-01T00:00:00Z",
      edited_at: null,
      deleted_at: null,
      reply_to: null,
      reactions: [],
      files: [],
      answer,
    };
    const html = render(<RoomAnswer message={message} onOpenCitation={ignore} onStop={null} />);
    expect(html).toContain("Before.</p>");
    expect(html).toContain("After.");
    expect(html.length).toBeLessThan(12 * shape.length + 400_000);
  });
});
