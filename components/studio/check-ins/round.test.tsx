import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import type { RoundPerson, RoundView } from "#lib/status/studio/round-view.ts";
import { DigestNote } from "./digest-note.tsx";
import { NextAsk } from "./next-ask.tsx";
import { RoundHead } from "./round-head.tsx";
import { RoundSummary } from "./round-summary.tsx";

const draw = (children: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      {children}
    </NextIntlClientProvider>,
  );
/** What is read, group by group. */
const text = (html: string) =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const person = (name: string, more: Partial<RoundPerson> = {}): RoundPerson => ({
  personId: `name:${name}`,
  name,
  updateId: null,
  isLate: false,
  isAsked: true,
  snoozedUntil: null,
  ...more,
});
const round: RoundView = {
  kind: "open",
  date: "2026-12-01",
  closesAt: "2026-12-01T16:00:00.000Z",
  closedAt: null,
  answered: [person("Ann", { updateId: "u/1" })],
  missing: [
    person("Ben"),
    person("Cy", { isAsked: false }),
    person("Dee", { snoozedUntil: "2026-12-01T12:00:00.000Z" }),
  ],
  away: [person("Eve")],
  skipped: [person("<b>Fay</b>")],
};
const now = new Date("2026-12-01T10:00:00Z");

describe("a round", () => {
  it("says first who has to answer still, and leads from each answer to its update", () => {
    const html = draw(<RoundSummary tenant="acme" round={round} />);
    expect(text(html)).toBe(
      "Not answered yet Ben Cy not asked yet Dee snoozed Answered Ann Away Eve Skipped &lt;b&gt;Fay&lt;/b&gt;",
    );
    expect(html).toContain('href="/admin/acme/updates/u%2F1"');
  });

  it("says who did not answer once it is closed", () => {
    const closed = { ...round, kind: "closed" as const, answered: [person("Ann", { isLate: true })] };
    expect(text(draw(<RoundSummary tenant="acme" round={closed} />))).toMatch(
      /^No answer Ben Cy Dee Answered Ann late /,
    );
  });

  it("says which it is, and when it closes by the viewer's clock", () => {
    const team = { isCurrent: true, timeZone: "Europe/Berlin", round };
    expect(text(draw(<RoundHead team={team} zone="Asia/Tokyo" now={now} />))).toBe(
      "Today&#x27;s check-in 1 of 4 answered Closes tomorrow, 1:00 AM",
    );
    const past = { ...team, isCurrent: false, round: { ...round, kind: "closed" as const } };
    const later = new Date("2026-12-03T10:00:00Z");
    expect(text(draw(<RoundHead team={past} zone="UTC" now={later} />))).toBe(
      "Check-in on Tuesday, December 1 1 of 4 answered Closed",
    );
  });

  it("says when the next is, by the viewer's clock and the team's", () => {
    const team = { nextAt: "2026-12-02T08:30:00.000Z", timeZone: "Europe/Berlin" };
    const next = (zone: string, changes = {}) =>
      text(draw(<NextAsk team={{ ...team, ...changes }} zone={zone} now={now} />));
    expect(next("Europe/Berlin")).toBe("Next check-in: tomorrow, 9:30 AM");
    expect(next("America/New_York")).toBe("Next check-in: tomorrow, 3:30 AM (tomorrow, 9:30 AM in Berlin)");
    expect(next("UTC", { nextAt: null })).toBe("No check-in scheduled.");
  });

  it("says how its summary fares in the channel, and lets those decide who may", () => {
    const note = (state: "sent" | "unknown", mayManageSlack: boolean) =>
      draw(
        <DigestNote
          tenant="acme"
          channel="#design"
          digest={{ state, link: "https://slack.com/app_redirect?channel=C1" }}
          mayManageSlack={mayManageSlack}
        />,
      );
    expect(note("sent", false)).toContain('href="https://slack.com/app_redirect?channel=C1"');
    expect(note("unknown", false)).not.toContain("href");
    expect(note("unknown", true)).toContain('href="/admin/acme/slack"');
  });
});
