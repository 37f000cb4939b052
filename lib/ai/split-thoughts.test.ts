import { describe, expect, it } from "vitest";
import { ThoughtSplitter, withoutThoughts } from "./split-thoughts.ts";

type Begin = ConstructorParameters<typeof ThoughtSplitter>[0];

function read(pieces: string[], begin: Begin) {
  const splitter = new ThoughtSplitter(begin);
  const events = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  let text = "";
  let retracted = 0;
  for (const event of events) {
    if (event.type === "retract") {
      text = "";
      retracted += 1;
    } else text += event.delta;
  }
  return { text, retracted, splitter };
}

/** Cut in two at every position, and in single characters. */
function cuts(text: string): string[][] {
  const twos = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]);
  return [...twos, [...text]];
}

const thoughts: [string, string][] = [
  ["<think>\nIs 2 < 3? Plan [2].\n</think>\n\nFour hours.", "Four hours."],
  ["<thinking>plan</thinking>Four hours.", "Four hours."],
  ["\n<thought>plan</thought>\n\nFour hours.", "Four hours."],
  ["<seed:think>plan</seed:think>Four hours.", "Four hours."],
  ["[THINK]plan[/THINK]Four hours.", "Four hours."],
  ["◁think▷plan◁/think▷Four hours.", "Four hours."],
  [
    "<|begin_of_thought|>plan<|end_of_thought|><|begin_of_solution|>Four hours.<|end_of_solution|>",
    "Four hours.",
  ],
  [
    "<|channel|>analysis<|message|>plan<|end|><|start|>assistant<|channel|>final<|message|>Four hours.<|return|>",
    "Four hours.",
  ],
  ["<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|>", ""],
  ["<think>```\nunclosed code</think>\nFour hours.", "Four hours."],
  ["Four hours.\n<think>was that right?</think>\nOr six.", "Four hours.\nOr six."],
  ["<think>one</think><think>two</think>Four hours.</think>", "Four hours."],
  ["<think>never ends", ""],
  ["Okay, so plan.\n</think>\n\nFour hours.", "Four hours."],
  ["Four hours.<|im_end|>", "Four hours."],
];

const untouched = [
  "Use `a < b`, </b> and <thinking> freely.",
  "Close it with the </think> tag.",
  "```\n<think>\nplan\n</think>\n```\nThat is the form.",
  "Write `<think>` first, then `</think>`.",
  "1 < 2 and [TH] and <|",
  "Okay, here it is.",
  "The user manual says four hours.",
  "Let me know.",
];

describe("ThoughtSplitter", () => {
  it.each(thoughts)("%j says only what is meant for the reader, wherever it is cut", (input, expected) => {
    for (const pieces of cuts(input)) {
      expect(read(pieces, "unknown").text, JSON.stringify(pieces)).toBe(expected);
    }
    expect(withoutThoughts(input)).toBe(expected);
  });

  it.each(untouched)("%j stays as it was sent, wherever it is cut", (input) => {
    for (const begin of ["unknown", "outside"] as const)
      for (const pieces of cuts(input)) {
        const { text, retracted } = read(pieces, begin);
        expect(text, JSON.stringify(pieces)).toBe(input);
        expect(retracted).toBe(0);
      }
  });

  it("takes back what was shown when only the end of a thought is marked", () => {
    const input = "I should look at the passages first.\n</think>\n\nFour hours.";
    for (const pieces of cuts(input)) {
      const { text, splitter } = read(pieces, "unknown");
      expect(text, JSON.stringify(pieces)).toBe("Four hours.");
      expect(splitter.beganInside).toBe(true);
      expect(read(pieces, "inside")).toMatchObject({ text: "Four hours.", retracted: 0 });
    }
    expect(read([...input], "unknown").retracted).toBe(1);
  });

  it("shows at the end what a model said that did not begin inside a thought after all", () => {
    expect(read([..."Four hours."], "inside")).toMatchObject({ text: "Four hours.", retracted: 0 });
  });

  it("drops a presumed thought when the model was cut off", () => {
    const splitter = new ThoughtSplitter("inside");
    expect([...splitter.push("I was still"), ...splitter.end(false)]).toEqual([]);
  });

  it("shows the first words at once where nothing points to a thought", () => {
    expect(new ThoughtSplitter("unknown").push("Four")).toEqual([{ type: "text", delta: "Four" }]);
  });
});
