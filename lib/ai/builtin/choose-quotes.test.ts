import { describe, expect, test } from "vitest";
import { ask, passage, sizes } from "./testing/kettle.ts";

describe("quotes", () => {
  test("keep placeholders and options", () => {
    const man = passage(
      1,
      "kill",
      ["Stopping a program"],
      ["To stop a program, type kill -<signal> <pid> [more pids]."],
    );
    expect(ask("How do I stop a program?", [man])).toBe(
      "To stop a program, type kill -\\<signal> \\<pid> [more pids]. [1]",
    );
  });

  test("are at most three, the best first, none twice, of about 45 words each", () => {
    const pages = Array.from({ length: 6 }, (_, at) =>
      passage(
        at + 1,
        `Page ${at}`,
        ["Filter"],
        [`The pump filter number ${at} is cleaned with a brush. ${"It then dries in air. ".repeat(30)}`],
      ),
    );
    const answer = ask("What is the pump filter cleaned with?", pages);
    const quotes = answer.split("\n\n");
    expect(quotes.length).toBeLessThanOrEqual(3);
    expect(quotes[0]).toMatch(/^The pump filter number 0 .* \[1\]$/);
    for (const quote of quotes) expect(quote.split(/\s+/).length).toBeLessThanOrEqual(52);
  });

  test("of a table are the rows that say yes in the column asked for", () => {
    const lamps = passage(
      1,
      "Lamps",
      [],
      [
        "| Model | Price | In stock |\n|---|---|---|\n| Desk | 89 | yes |\n| Floor | 149 | no |\n| Comet | 39 | yes |",
      ],
    );
    const answer = ask("which lamps are in stock?", [lamps]);
    expect(answer).toContain("| Desk |");
    expect(answer).toContain("| Comet |");
    expect(answer).not.toContain("Floor");
    expect(ask("is the Floor in stock?", [lamps])).toMatch(/Floor.*no/);
  });

  test("of a table hold every row that is asked for", () => {
    const zones = passage(
      1,
      "Delivery",
      ["Shipping fees"],
      [
        "| Zone | Countries | Fee |\n|---|---|---|\n| 1 | Germany | EUR 69 |\n| 2 | France | EUR 99 |\n| 3 | Spain | EUR 149 |",
      ],
    );
    const answer = ask("how much does shipping cost to germany, and to france?", [zones]);
    expect(answer).toContain("EUR 69");
    expect(answer).toContain("EUR 99");
    expect(answer).not.toContain("EUR 149");
  });

  test("of a table compare the columns that are named", () => {
    const answer = ask("compare Mini and Office", [sizes]);
    expect(answer).toContain("| Measure | Mini | Office |");
    expect(answer).toContain("| Volume | 1 l | 3 l |");
    expect(answer).toContain("| Cord | 70 cm | 120 cm |");
  });
});
