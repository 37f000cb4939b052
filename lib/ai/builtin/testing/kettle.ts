import type { Passage } from "../../schema.ts";
import { answerQuestion } from "../answer-question.ts";

export const kettle = passage(
  1,
  "Kettle",
  ["Care"],
  [
    "The kettle holds 1.7 litres and weighs 900 g. It boils a full load in 4 minutes.",
    "Vinegar removes limescale. Bleach must never be used, because it damages the seal.",
  ],
);
export const steps = passage(
  2,
  "Kettle",
  ["Removing limescale"],
  [
    "You need 200 ml of vinegar:",
    "1. Fill the kettle with vinegar and water.\n2. Boil it twice.\n3. Rinse it with fresh water.",
  ],
);
export const codes = passage(
  3,
  "Fault codes",
  [],
  [
    "| Code | Meaning | Action |\n|---|---|---|\n| F1 | No water | Fill the kettle |\n| F2 | Lid open | Close the lid |",
  ],
);
export const sizes = passage(
  4,
  "Models",
  ["Sizes"],
  [
    "| Measure | Mini | Family | Office |\n|---|---|---|---|\n| Volume | 1 l | 1.7 l | 3 l |\n| Cord | 70 cm | 75 cm | 120 cm |",
  ],
);
const shell = passage(
  5,
  "Firmware",
  ["Update by cable"],
  ["To update the firmware, run this command:", "```\nkettlectl update --all\n```"],
);
const all = [kettle, steps, codes, sizes, shell];

export function passage(number: number, title: string, headingPath: string[], blocks: string[]): Passage {
  return { number, title, headingPath, text: blocks.join("\n\n"), score: 1 / number };
}

export function ask(question: string, passages: Passage[] = all, answerable = true): string {
  return answerQuestion({ question, passages, answerable });
}
