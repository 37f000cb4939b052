import type { Share, Summary } from "./sum-up.ts";

type Measure = "right" | "wrong" | "cited" | "found" | "facts" | "falseDeclines" | "falseAnswers";

/** Options by which a build refuses a chatbot: the least or the most that a share of the summary may be. */
export const thresholdOptions = {
  "min-right": { measure: "right", isLeast: true },
  "min-cited": { measure: "cited", isLeast: true },
  "min-found": { measure: "found", isLeast: true },
  "min-facts": { measure: "facts", isLeast: true },
  "max-wrong": { measure: "wrong", isLeast: false },
  "max-false-declines": { measure: "falseDeclines", isLeast: false },
  "max-false-answers": { measure: "falseAnswers", isLeast: false },
} as const satisfies Record<string, { measure: Measure; isLeast: boolean }>;

export type ThresholdName = keyof typeof thresholdOptions;
export type Threshold = { name: ThresholdName; share: number };

/** A share as a person writes it, "0.9" or "90%"; null when it is none. */
export function readShare(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim());
  if (!match) return null;
  const share = Number(match[1]) / (match[2] ? 100 : 1);
  return share <= 1 ? share : null;
}

/** A sentence for each threshold that does not hold. One that measures nothing does not hold. */
export function missedThresholds(thresholds: Threshold[], all: Summary): string[] {
  return thresholds.flatMap(({ name, share }) => {
    const { measure, isLeast } = thresholdOptions[name];
    const measured: Share = all[measure];
    if (measured.of === 0) return [`--${name} ${share}: no question in the file measures this.`];
    const value = measured.count / measured.of;
    const isHeld = isLeast ? value >= share : value <= share;
    return isHeld
      ? []
      : [`--${name} ${share} was not met: ${measured.count} of ${measured.of} (${value.toFixed(3)}).`];
  });
}
