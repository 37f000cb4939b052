import { describe, expect, test } from "vitest";
import { friendlyName } from "./friendly-name.ts";

describe("friendlyName", () => {
  test("takes one word of each list when both have several", () => {
    const draws = [0, 0.99];
    expect(friendlyName("Quiet, Bright", "Heron, Otter", () => draws.shift() ?? 0)).toBe("Quiet Otter");
  });

  test("stays within the lists when the draw is at its largest", () => {
    expect(friendlyName("Quiet,Bright", "Heron,Otter", () => 1 - Number.EPSILON)).toBe("Bright Otter");
  });
});
