import { afterEach, expect, test, vi } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { newId } from "#lib/core/ids.ts";
import { authOptions } from "../routes/auth-options.ts";
import { readHostCookie, writeHostCookie } from "./host-cookie.ts";
import { visitorTokenFor, visitorTokens } from "./visitor-cookie.ts";

const requestWith = (cookie: string) => new Headers({ cookie });

afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

function serveOver(url: string) {
  vi.stubEnv("NEXTAUTH_URL", url);
  resetEnv();
}

test("reads over TLS only the cookie bound to the host (AUT-21)", () => {
  serveOver("https://parley.example");
  expect(readHostCookie(requestWith("a=1; name=plain; __Host-name=bound"), "name")).toBe("bound");
  expect(readHostCookie(requestWith("__Host-name=bound; name=plain"), "name")).toBe("bound");
  expect(readHostCookie(requestWith("a=1;name=planted"), "name")).toBeNull();
  expect(readHostCookie(requestWith("__Secure-name=planted"), "name")).toBeNull();
  expect(readHostCookie(new Headers(), "name")).toBeNull();
});

test("reads on plain HTTP the cookie without a prefix", () => {
  serveOver("http://localhost:3000");
  expect(readHostCookie(requestWith("a=1;name=plain"), "name")).toBe("plain");
  expect(readHostCookie(requestWith("surname=other"), "name")).toBeNull();
});

test("knows a visitor over TLS only by a cookie bound to the host", () => {
  serveOver("https://parley.example");
  const [tenant, other] = [newId("ten"), newId("ten")];
  const name = (id: string) => `parley_visitor_${id.slice(4)}`;
  const tokens = visitorTokens(requestWith(`${name(tenant)}=planted; __Host-${name(other)}=own`));
  expect([...tokens.values()]).toEqual(["own"]);
  expect(visitorTokenFor(tokens, tenant)).toBeUndefined();
  expect(visitorTokenFor(tokens, other)).toBe("own");
});

test("gives a provider's sign-in over TLS only cookies bound to the host", () => {
  serveOver("https://parley.example");
  const { cookies } = authOptions(new Request("https://parley.example/api/auth/signin"));
  const names = Object.values(cookies ?? {}).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(4);
  expect(names.filter((name) => !name.startsWith("__Host-"))).toEqual([]);
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
