import { expect, it } from "vitest";
import { handle } from "./schema.ts";
import { suggestHandles } from "./suggest-handles.ts";

it("suggests valid handles for any name", () => {
  expect(suggestHandles("Support desk", "x1")).toEqual([
    "support-desk",
    "support-desk-2",
    "support-desk-3",
    "support-desk-x1",
  ]);
  expect(suggestHandles("Fahrräder & Öl", "x1")[0]).toBe("fahrrader-ol");
  for (const name of ["支持", "—", "../../etc", "a".repeat(60), `${"a".repeat(39)}-b`, "-x-"]) {
    for (const one of suggestHandles(name, "k3x9q")) expect(handle.safeParse(one).success, one).toBe(true);
  }
});
