import { expect, test } from "vitest";
import { holdsQuantity } from "./quantities.ts";

test.each([
  ["for riders from 80 to 90 kg", 85, true],
  ["80–90 kg", 85, true],
  ["80-90 kg", 95, false],
  ["at most 120 kg", 115, true],
  ["at most 120 kg", 20, false],
  ["up to 1,500 rows", 1_200, true],
  ["at least 50 km", 90, true],
  ["it has 85 keys", 80, false],
])("%s holds %d: %s", (text, quantity, holds) => expect(holdsQuantity(text, quantity)).toBe(holds));
