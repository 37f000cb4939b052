import { describe, expect, it } from "vitest";
import { email } from "./schema.ts";

describe("email", () => {
  it.each([
    ["a@b.example", "a@b.example"],
    [" Anna@B.Example ", "anna@b.example"],
    ["mail@xn--e1afmkfd.xn--p1ai", "mail@xn--e1afmkfd.xn--p1ai"],
    ["info@xn--fsqu00a.xn--fiqs8s", "info@xn--fsqu00a.xn--fiqs8s"],
    ["x@xn--80akhbyknj4f.xn--vermgensberater-ctb", "x@xn--80akhbyknj4f.xn--vermgensberater-ctb"],
  ])("accepts %j", (written, stored) => {
    expect(email.parse(written)).toBe(stored);
  });

  it.each([
    "a@b",
    "a@b.c1",
    "a@b.xn--",
    "a@b.xn--a-",
    "a@-b.example",
    "\u0430@b.example",
    "a@b.example,c@d.example",
  ])("refuses %j", (written) => {
    expect(email.safeParse(written).success).toBe(false);
  });
});
