import { expect, it, vi } from "vitest";
import { ParleyError } from "./errors.ts";

it("knows an error made by another copy of the module", async () => {
  vi.resetModules();
  const copy = await import("./errors.ts");
  expect(copy.ParleyError).not.toBe(ParleyError);
  expect(new copy.ParleyError("invalid", "x")).toBeInstanceOf(ParleyError);
  expect(new Error("x")).not.toBeInstanceOf(ParleyError);
});
