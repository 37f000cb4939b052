import { NextIntlClientProvider } from "next-intl";
import { createRef } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import type { WireFile } from "#lib/rooms/wire.ts";
import { RoomComposer } from "./room-composer.tsx";
import type { Attachment, useAttachments } from "./use-attachments.ts";

const about = (name: string) => ({ name, size: 12_000, type: "image/png" });
const source = new File([], "c.png");
const stored = { id: "rat_1", kind: "image", name: "a.jpg", media_type: "image/jpeg" } as const;
const file: WireFile = { ...stored, size: 12_000, width: 1, height: 1 };
const ready: Attachment = { key: "1", about: about("a.png"), state: "ready", file };
const uploading: Attachment = { key: "2", about: about("b.png"), state: "uploading" };
const failed: Attachment = { key: "3", about: about("c.png"), state: "failed", reason: "Too large.", source };

const nothing = () => {};
const holding = (attachments: readonly Attachment[]): ReturnType<typeof useAttachments> => ({
  attachments,
  isFull: attachments.length >= 6,
  isUploading: attachments.some(({ state }) => state === "uploading"),
  files: attachments.flatMap((one) => (one.state === "ready" ? [one.file] : [])),
  add: nothing,
  retry: nothing,
  restore: nothing,
  remove: nothing,
  clear: nothing,
});

const draw = (draft: string, attachments: readonly Attachment[] | null, note: string | null = null) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <RoomComposer
        box={createRef()}
        draft={draft}
        names={[]}
        note={note}
        wait={0}
        onDraft={nothing}
        onSend={nothing}
        attachments={attachments && holding(attachments)}
        onEscape={nothing}
      />
    </NextIntlClientProvider>,
  );
const canSend = (html: string) => !/<button[^>]*aria-label="Send"[^>]*disabled/.test(html);

describe("the message box of a room", () => {
  test.each([
    ["nothing", "", [], false],
    ["spaces", "  ", [], false],
    ["a text", "Hello", [], true],
    ["a file alone", "", [ready], true],
    ["a file that is being uploaded", "Hello", [ready, uploading], false],
    ["a text beside a file that failed", "Hello", [failed], true],
    ["a file that failed alone", "", [failed], false],
    ["too long a text", "x".repeat(4_001), [ready], false],
  ])("with %s", (_, draft, attachments, expected) => {
    expect(canSend(draw(draft, attachments))).toBe(expected);
  });

  test("says why a file failed, and offers to retry and to remove it", () => {
    const html = draw("", [failed]);
    expect(html).toContain("Too large.");
    expect(html).toContain("Retry");
    expect(html).toMatch(/aria-label="Remove [^"]*c\.png/);
  });

  test("takes no files while a message is edited", () => {
    expect(draw("Hello", [])).toContain("Attach files");
    expect(draw("Hello", null)).not.toContain("Attach files");
  });

  test("shows who is typing instead of the hint", () => {
    expect(draw("", [])).toContain("Enter to send");
    const html = draw("", [], "Ana is typing…");
    expect(html).toContain("Ana is typing…");
    expect(html).not.toContain("Enter to send");
  });
});
