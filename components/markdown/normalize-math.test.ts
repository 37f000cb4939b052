import { describe, expect, it } from "vitest";
import { normalizeMath } from "./normalize-math.ts";

describe("normalizeMath", () => {
  it.each([
    ["so \\(x^2\\) is", "so $$x^2$$ is"],
    ["\\[\nx\n\\]", "\n$$\nx\n$$\n"],
    ["an $x_1$ here", "an $$x_1$$ here"],
    ["from $5 to $10", "from $5 to $10"],
    ["$5-$10", "$5-$10"],
    ["$HOME and $PATH", "$HOME and $PATH"],
    ["`$a$` and \\$a$", "`$a$` and \\$a$"],
    ["```\n$a$\n```\n$a$", "```\n$a$\n```\n$$a$$"],
    ["```\n$a$", "```\n$a$"],
    ["$$a$$", "$$a$$"],
  ])("%j", (markdown, normal) => {
    expect(normalizeMath(markdown)).toBe(normal);
  });
});
