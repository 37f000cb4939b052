import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { unreadKinds } from "#lib/knowledge/parsing/unread-part.ts";
import { UnreadParts } from "./unread-parts.tsx";

const textOf = (unread: Parameters<typeof UnreadParts>[0]["unread"]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <UnreadParts unread={unread} pageKind="page" />
    </NextIntlClientProvider>,
  ).replace(/<[^>]*>/g, "|");

it("says in words what is not read, how often and where first", () => {
  const text = textOf([
    { kind: "scan", names: "", pieces: 3, page: 7 },
    { kind: "embedded", names: "fees.xlsx", pieces: 1 },
  ]);
  expect(text).toMatch(/3 pages without text\..*first: Page 7/);
  expect(text).toMatch(/1 embedded file or frame.*fees\.xlsx/);
});

it("has words for every kind", () => {
  const text = textOf(unreadKinds.map((kind) => ({ kind, names: "", pieces: 2 })));
  expect(text.match(/\b2 [a-z]/g)).toHaveLength(unreadKinds.length);
  expect(text).not.toContain("studioKnowledge");
});
