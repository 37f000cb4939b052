import { expect, test } from "vitest";
import { readHostCookie, writeHostCookie } from "./host-cookie.ts";

const requestWith = (cookie: string) => new Headers({ cookie });

test("reads the cookie bound to the host when both are sent", () => {
  expect(readHostCookie(requestWith("a=1; name=plain; __Host-name=bound"), "name")).toBe("bound");
  expect(readHostCookie(requestWith("a=1;name=plain"), "name")).toBe("plain");
  expect(readHostCookie(requestWith("surname=other"), "name")).toBeNull();
  expect(readHostCookie(new Headers(), "name")).toBeNull();
});

test("reads a value that is not valid percent-encoding as it was sent", () => {
  expect(readHostCookie(requestWith("name=%E0%A4%A"), "name")).toBe("%E0%A4%A");
  expect(readHostCookie(requestWith("name=a%20b"), "name")).toBe("a b");
});

test("writes a cookie that only this host and no script can read", () => {
  const flags = writeHostCookie("name", "a b", { secure: true, maxAge: 60 }).split("; ");
  expect(flags[0]).toBe("__Host-name=a%20b");
  expect(flags.slice(1).sort()).toEqual(["HttpOnly", "Max-Age=60", "Path=/", "SameSite=Lax", "Secure"]);
});

test("deletes a cookie when the value is null", () => {
  const header = writeHostCookie("name", null, { secure: false, maxAge: 60 });
  expect(header).toMatch(/^name=;/);
  expect(header).toContain("Max-Age=0");
  expect(header).not.toContain("Secure");
});
