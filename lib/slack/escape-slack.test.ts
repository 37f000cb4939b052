import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutSection, escapeSlack, plainFromSlack } from "./escape-slack.ts";

describe("texts in Slack's markup (check-ins, test 19)", () => {
  it("leaves no mention and no link in what people wrote", () => {
    expect(escapeSlack("<!channel> <@U1> <https://evil.test|bank> &amp;")).toBe(
      "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.test|bank&gt; &amp;amp;",
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeSlack(text)).not.toMatch(/[<>]/);
        expect(plainFromSlack(escapeSlack(text))).toBe(text);
      }),
    );
  });

  it("reads what a person typed back from Slack's markup", () => {
    expect(plainFromSlack("see <https://a.test/?x=1&amp;y=2> and <https://b.test|b.test>")).toBe(
      "see https://a.test/?x=1&y=2 and https://b.test",
    );
    expect(plainFromSlack("<mailto:a@b.test|a@b.test> in <#C1|general> &lt;ok&gt;")).toBe(
      "a@b.test in general <ok>",
    );
  });

  it("cuts neither an escape nor a character in half", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.integer({ min: 6, max: 30 }),
        (text, limit) => {
          const cut = cutSection(escapeSlack(text), limit);
          expect(cut.length).toBeLessThanOrEqual(limit);
          expect(cut.isWellFormed()).toBe(text.isWellFormed());
          expect(cut.replaceAll(/&(?:amp|lt|gt);/g, "")).not.toContain("&");
        },
      ),
    );
  });
});
