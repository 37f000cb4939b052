import { describe, expect, test } from "vitest";
import { answerQuestion } from "./answer-question.ts";
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

  test("of an entry hold its term and begin where it is explained", () => {
    const options = passage(
      1,
      "tool",
      ["OPTIONS"],
      [
        "-k, --keep\n           Keep the files after packing.  They are left\n           as they were.",
        "           Note that keeping files needs room.",
        "       -q, --quiet\n           Say nothing.",
      ],
    );
    expect(ask("What does --keep do?", [options])).toBe(
      "-k, --keep: Keep the files after packing. They are left as they were. [1]",
    );
  });

  test("of a comparison are about what is compared, not about a word like it", () => {
    const bikes = passage(
      1,
      "Bikes",
      ["Models"],
      [
        "| Item | City | Trail |\n|---|---|---|\n| Bike weight | 21.8 kg | 24.2 kg |\n| Front light | 70 lux | 80 lux |",
      ],
    );
    const lights = passage(2, "Light", ["Light"], ["The light of the bike is switched on with one button."]);
    const answer = ask("which bike is the lightest?", [lights, bikes]);
    expect(answer).toContain("21.8 kg");
    expect(answer).not.toMatch(/button/);
  });

  test("of a list come whole where its lead-in says what was asked for", () => {
    const ready = passage(
      1,
      "Requests",
      ["Requests"],
      [
        "A request is author ready when:",
        "- It was approved.\n- All tests passed.",
        "Please add the label to a request that is author ready. Remove it from a request that is not.",
      ],
    );
    expect(ask("When is a request author ready?", [ready])).toMatch(
      /^A request is author ready when:\n\n- It was approved\.\n- All tests passed\./,
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

  test("of a measure are the table, not the sentence that introduces it", () => {
    const warranty = passage(
      1,
      "Warranty",
      ["Warranty periods"],
      [
        "The warranty starts on the day of delivery, beside the legal rights of 2 years.",
        "| Part | Period |\n|---|---|\n| Frame | 5 years |\n| Motor | 3 years |",
      ],
    );
    expect(ask("How long is the warranty?", [warranty])).toContain("| Frame | 5 years |");
    const range = passage(
      1,
      "Range",
      ["Measured range"],
      [
        "We measure with a rider of 75 kg and 50 m of climbing.",
        "| Model | Eco |\n|---|---|\n| City | 110 km |\n| Trail | 120 km |",
      ],
    );
    const farthest = { question: "how far can I ride with one charge?", passages: [range], evidence: 0.6 };
    expect(answerQuestion({ ...farthest, answerable: true })).toContain("| Trail | 120 km |");
  });

  test("of a measure are what a thing has, not what it is limited to", () => {
    const limits = passage(
      1,
      "Desk",
      ["Limits"],
      ["| Limit | Desk |\n|---|---|\n| Maximum weight | 90 kg |"],
    );
    const sheet = passage(2, "Desk", ["Data"], ["| Item | Desk |\n|---|---|\n| Weight, packed | 31 kg |"]);
    expect(ask("How heavy is the desk?", [limits, sheet])).toMatch(/^Weight, packed.*31 kg/);
    expect(ask("What is the maximum weight for the desk?", [limits, sheet])).toMatch(
      /^Maximum weight.*90 kg/,
    );
  });

  test("that compare are a table of what is named, not a sentence that holds both", () => {
    const colors = passage(1, "Colors", ["Steel"], ["The Mini and the Office come in brushed steel only."]);
    expect(ask("What is the difference between Mini and Office?", [colors, sizes])).toMatch(/^\| Measure \|/);
  });

  test("of tables that compare what is named begin with the one of most rows", () => {
    const lights = passage(
      1,
      "Lights",
      [],
      ["| Light | City | Trail |\n|---|---|---|\n| Front | 40 lux | 60 lux |"],
    );
    const data = passage(
      2,
      "Data",
      [],
      [
        "| Item | City | Trail |\n|---|---|---|\n| Price | 90 | 80 |\n| Gears | 8 | 11 |\n| Wheels | 28 | 29 |\n| Weight | 21 | 24 |\n| Torque | 50 | 85 |\n| Keys | 2 | 2 |",
      ],
    );
    expect(ask("What is the difference between City and Trail?", [lights, data])).toMatch(/^\| Item \|/);
  });

  test("to a problem are what goes wrong, not what works", () => {
    const charging = passage(1, "Battery", ["Charging"], ["The charger charges the battery at 42 V."]);
    const cold = passage(2, "Battery", ["Cold"], ["Below 0 °C the battery refuses to charge."]);
    expect(ask("battery not charging", [charging, cold])).toMatch(/^Below 0 °C/);
  });

  test("of a table compare the columns that are named", () => {
    const answer = ask("compare Mini and Office", [sizes]);
    expect(answer).toContain("| Measure | Mini | Office |");
    expect(answer).toContain("| Volume | 1 l | 3 l |");
    expect(answer).toContain("| Cord | 70 cm | 120 cm |");
  });
});

describe("quotes about a price", () => {
  const sheet = passage(
    1,
    "Bikes",
    ["Models"],
    ["| Item | Kestrel City | Kestrel Trail |\n|---|---|---|\n| Price | EUR 2,690 | EUR 4,290 |"],
  );
  const parts = passage(
    2,
    "Parts",
    ["Wear parts"],
    [
      "| Part | Number | Price |\n|---|---|---|\n| Belt, City | 550-001 | EUR 89 |\n| Tyre, City | 560-001 | EUR 34 |",
    ],
  );
  const rates = passage(
    2,
    "Leasing",
    ["Monthly rates"],
    ["| Line | Rate per month | Purchase at the end |\n|---|---|---|\n| Kestrel City | EUR 79 | EUR 430 |"],
  );

  test("are about the thing itself, not about its parts, and stand alone", () => {
    const [first, second] = [
      { ...parts, number: 1 },
      { ...sheet, number: 2 },
    ];
    expect(ask("How much does the City cost?", [first, second])).toMatch(
      /^Price: Kestrel City: EUR 2,690.* \[2\]$/,
    );
    expect(ask("How much does the belt of the City cost?", [first, second])).toContain("EUR 89");
  });

  test("give what a month costs only if that is asked for", () => {
    const priced = ask("How much does the City cost?", [
      { ...rates, number: 1 },
      { ...sheet, number: 2 },
    ]);
    expect(priced).toMatch(/^Price: Kestrel City: EUR 2,690.* \[2\]$/);
    expect(ask("How much does the City cost per month?", [sheet, rates])).toMatch(/EUR 79/);
  });
});

describe("quotes about a problem", () => {
  const theft = passage(
    1,
    "Theft",
    ["After a theft"],
    [
      "After the theft of a bike:\n\n1. Mark the bike as stolen in the app.\n2. Report the theft to the police.",
    ],
  );
  const lease = passage(2, "Leasing", ["Changes"], ["A stolen bike is replaced within 15 working days."]);

  test("are the steps alone, without what holds in another case", () =>
    expect(
      ask("my bike was stolen!!", [
        { ...lease, number: 1, score: 1 },
        { ...theft, number: 2 },
      ]),
    ).toBe(
      "After the theft of a bike:\n\n1. Mark the bike as stolen in the app.\n2. Report the theft to the police. [2]",
    ));

  test("come from what a document says of faults, if it is about the thing itself", () => {
    const faults = passage(
      1,
      "Lights",
      ["Faults"],
      ["The most frequent cause is a squeezed cable. The diodes cannot be replaced alone."],
    );
    const riding = passage(2, "Range", ["Riding"], ["Without a battery the lights do not work."]);
    const answer = ask(
      "the light doesn't work",
      [riding, faults].map((one, at) => ({ ...one, number: at + 1 })),
    );
    expect(answer.indexOf("squeezed cable")).toBeGreaterThan(-1);
    expect(answer).not.toMatch(/^Without a battery/);
    expect(ask("my brakes failed", [faults])).not.toContain("squeezed cable");
  });

  test("do not take an instruction for the symptom", () => {
    const table = passage(
      1,
      "Codes",
      ["Codes for the battery"],
      ["| Code | Meaning | Action |\n|---|---|---|\n| E17 | Battery fault | Do not charge, call us |"],
    );
    const cold = passage(2, "Battery", ["Limits"], ["Below 0 °C the battery refuses to charge."]);
    expect(ask("battery not charging", [table, cold])).toMatch(/^Below 0 °C/);
  });

  test("never take switching off for switching on", () => {
    const off = passage(
      1,
      "Bike",
      ["Battery"],
      ["1. Switch the bike off.\n2. Remove the battery of the bike."],
    );
    const on = passage(2, "Bike", ["Waking"], ["The bike does not switch on in transport mode."]);
    expect(ask("how do I switch the bike on", [off])).toContain("[0]");
    expect(ask("bike won't turn on", [off, on])).toContain("transport mode");
    expect(ask("bike won't turn on", [off])).not.toMatch(/^1\. Switch/);
    expect(ask("how do I switch the bike off", [off])).toMatch(/^1\. Switch the bike off\./);
  });
});

test("which one is the lightest is read from the table that compares them", () => {
  const bikes = passage(
    1,
    "Bikes",
    ["Models"],
    [
      "| Item | City | Trail |\n|---|---|---|\n| Mass of the bike | 21.8 kg | 24.2 kg |\n| Front light | 70 lux | 80 lux |",
    ],
  );
  const lights = passage(2, "Lights", ["Lights"], ["The City and the Trail have fixed lights."]);
  const answer = answerQuestion({
    question: "which one is the lightest?",
    earlier: "compare City and Trail",
    passages: [lights, bikes],
    answerable: true,
  });
  expect(answer).toMatch(/Mass of the bike.*21\.8 kg.*24\.2 kg/);
  expect(answer).not.toContain("[0]");
});

test("where an order is, no document says: the answer declines and names the topics", () => {
  const order = passage(
    1,
    "Parts",
    ["Ordering"],
    ["Parts are ordered in the web shop. The order needs the part number."],
  );
  expect(ask("Where is my order?", [order])).toMatch(/^I don't have an answer .* “Parts › Ordering”/);
  expect(ask("Where do I order parts?", [order])).toMatch(/web shop/);
});

test("steps of another action, one of which has the same verb, are not the answer", () => {
  const removing = passage(
    1,
    "Battery",
    ["Removing the battery"],
    [
      "1. Insert the key and turn it.\n2. Take out the battery.",
      "To insert the battery, push it until the lock clicks twice.",
    ],
  );
  expect(ask("How do I insert the battery?", [removing])).toMatch(/^To insert the battery, push it/);
  expect(ask("How do I take out the battery?", [removing])).toMatch(/^1\. Insert the key/);
});
