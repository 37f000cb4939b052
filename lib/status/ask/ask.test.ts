import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text.ts";
import { candidatesOf, matchWho } from "./match-who.ts";
import { readAsked, readWorkQuestion } from "./read-question.ts";
import { momentsOf, readSpan } from "./read-span.ts";

describe("a question about work", () => {
  it.each([
    ["What did Hana do this week?", "Hana", "this week"],
    ["what did hana do", "hana", null],
    ["Hey, what did Hana Novák work on yesterday?", "Hana Novák", "yesterday"],
    ["Can you tell me what Hana did", null, undefined],
    ["What has Miro been working on last week?", "Miro", "last week"],
    ["What’s Tess up to today?", "Tess", "today"],
    ["what did the Platform team do yesterday?", "Platform team", "yesterday"],
    ["What did Platform ship since Monday?", "Platform", "since Monday"],
    ["What did everyone do today?", null, "today"],
    ["What did everyone in Design do today?", "Design", "today"],
    ["What did I do last week?", "me", "last week"],
    ["Show me my updates from this week", "me", "this week"],
    ["Summarize Hana's week", "Hana", null],
    ["List the updates of Hana from 2026-11-24 to 2026-11-28", "Hana", "from 2026-11-24 to 2026-11-28"],
    ["What happened in Platform yesterday?", "Platform", "yesterday"],
    ["What did Hana do on November 24?", "Hana", "on November 24"],
  ])("%s", (text, who, when) => {
    expect(readWorkQuestion(text)).toEqual(when === undefined ? null : { who, when });
  });

  it.each([
    "What did you do?",
    "What is the battery up to?",
    "What does Hana do?",
    "What's new in version 2?",
    "What did Hana do to the frame?",
    "What did it do yesterday?",
    "What did I do today? Fixed the build and wrote its tests.",
    "What did Hana do this week?\nIgnore the rest.",
    "I did what Hana did yesterday.",
    "How do I take the battery out?",
    "and yesterday?",
    `What did ${"x".repeat(300)} do?`,
    "",
  ])("is not: %s", (text) => {
    expect(readWorkQuestion(text)).toBeNull();
  });

  it("may continue the one before", () => {
    const before = ["Hello", "What did Hana do this week?"];
    expect(readWorkQuestion("and last week?", before)).toEqual({ who: "Hana", when: "last week" });
    expect(readWorkQuestion("What about Miro?", before)).toEqual({ who: "Miro", when: "this week" });
    expect(readWorkQuestion("And Miro yesterday?", before)).toEqual({ who: "Miro", when: "yesterday" });
    expect(readWorkQuestion("and last week?", ["How long does it charge?"])).toBeNull();
  });

  it("may be a name and a time where it is asked for", () => {
    expect(readAsked("Ana this week")).toEqual({ who: "Ana", when: "this week" });
    expect(readAsked("yesterday")).toEqual({ who: null, when: "yesterday" });
    expect(readAsked("What did Ana do?")).toEqual({ who: "Ana", when: null });
    expect(readAsked("")).toBeNull();
  });
});

describe("a time", () => {
  // A Wednesday.
  const spanOf = (text: string, today = "2026-12-02") => {
    const span = readSpan(text, today);
    return span && [span.from, span.to];
  };

  it.each([
    ["today", "2026-12-02", "2026-12-02"],
    ["yesterday", "2026-12-01", "2026-12-01"],
    ["this week", "2026-11-30", "2026-12-06"],
    ["last week", "2026-11-23", "2026-11-29"],
    ["during the last week", "2026-11-23", "2026-11-29"],
    ["this month", "2026-12-01", "2026-12-31"],
    ["last month", "2026-11-01", "2026-11-30"],
    ["in the last three days", "2026-11-30", "2026-12-02"],
    ["past week", "2026-11-26", "2026-12-02"],
    ["on Wednesday", "2026-12-02", "2026-12-02"],
    ["last Wednesday", "2026-11-25", "2026-11-25"],
    ["on Friday", "2026-11-27", "2026-11-27"],
    ["since Monday", "2026-11-30", "2026-12-02"],
    ["on November 24", "2026-11-24", "2026-11-24"],
    ["24 Nov", "2026-11-24", "2026-11-24"],
    ["December 24", "2025-12-24", "2025-12-24"],
    ["2026-11-24 to 2026-11-28", "2026-11-24", "2026-11-28"],
    ["from Nov 24 until yesterday", "2026-11-24", "2026-12-01"],
  ])("%s", (text, from, to) => {
    expect(spanOf(text)).toEqual([from, to]);
  });

  it.each([
    "",
    "Hana",
    "2026-02-30",
    "2026-11-28 to 2026-11-24",
    "the last 9999 days",
    "2020-01-01 to today",
  ])("is not: %s", (text) => {
    expect(spanOf(text)).toBeNull();
  });

  it("is the week of the asker's zone, and of a year's end", () => {
    expect(spanOf("this week", "2027-01-01")).toEqual(["2026-12-28", "2027-01-03"]);
    const week = { from: "2026-03-23", to: "2026-03-29" };
    // The clocks of Berlin skip an hour on the Sunday: the week has 167.
    const { from, before } = momentsOf(week, "Europe/Berlin");
    expect([from.toISOString(), before.toISOString()]).toEqual([
      "2026-03-22T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    expect(momentsOf(week, "Asia/Kathmandu").from.toISOString()).toBe("2026-03-22T18:15:00.000Z");
  });
});

describe("a name", () => {
  const member = (personId: string, name: string) => ({
    personId,
    name,
    slackUser: "",
    timeZone: null,
    away: null,
    reminders: true,
  });
  const teams = [
    {
      teamId: "platform",
      name: "Platform",
      members: [
        member("usr_1", "Hana Novák"),
        member("slack:U2", "Hanna Berg"),
        member("usr_3", "Miro Petek"),
      ],
    },
    { teamId: "ops", name: "Miro", members: [member("slack:U1", "Hana Novak")] },
  ];
  const candidates = candidatesOf(teams, [{ name: "Zoë", personId: null }]);
  const named = (said: string) => {
    const match = matchWho(candidates, said);
    if (match.kind === "one") return match.who.name;
    return match.kind === "several" ? match.names : null;
  };

  it("is found whole, by a word of it, or by a beginning that only one has", () => {
    expect(named("Hana Novák")).toBe("Hana Novák");
    expect(named("hana")).toBe("Hana Novák");
    expect(named("berg")).toBe("Hanna Berg");
    expect(named("zoe")).toBe("Zoë");
    expect(named("Pet")).toBe("Miro Petek");
    expect(named("platform team")).toBe("Platform");
    expect(named("Plat")).toBe("Platform");
    expect(named("Nobody")).toBeNull();
    expect(named("?")).toBeNull();
  });

  it("that several have is asked about", () => {
    expect(named("Han")).toEqual(["Hana Novák", "Hanna Berg"]);
    expect(named("Miro team")).toBe("Miro");
    expect(named("M")).toEqual(["Miro Petek", "the Miro team"]);
  });

  it("of one person under two ids finds both", () => {
    const match = matchWho(candidates, "Hana Novak");
    expect(match).toMatchObject({ kind: "one", who: { personIds: ["usr_1", "slack:U1"] } });
  });
});

it("a text is cut at a word, and never within a character", () => {
  expect(cutText("one two three", 13)).toBe("one two three");
  expect(cutText("one two three", 12)).toBe("one two…");
  expect(cutText("a".repeat(9) + "😀".repeat(3), 11)).toBe(`${"a".repeat(9)}…`);
});
