import { expect, test } from "vitest";
import { appRoutes } from "#e2e/fixtures/routes.ts";
import { routePattern } from "./route-pattern.ts";

const partOf = (segment: string) => /^\[(\.\.\.)?(\w+)\]$/.exec(segment);

/** The path and params of a pattern, with its parts filled by `fill`. */
function asked(pattern: string, fill: (name: string) => string) {
  const params: Record<string, string | string[]> = {};
  const segments = pattern.split("/").flatMap((segment) => {
    const [, rest, name = ""] = partOf(segment) ?? [];
    if (!name) return [segment];
    const value = fill(name);
    params[name] = rest ? [value, "more"] : value;
    return rest ? [encodeURIComponent(value), "more"] : [encodeURIComponent(value)];
  });
  return { path: segments.join("/"), params };
}

const patterns = appRoutes()
  .filter(({ kind }) => kind === "api")
  .map(({ pattern }) => pattern);

test("names every route by its pattern, with and without a trailing slash", () => {
  expect(patterns.length).toBeGreaterThan(40);
  for (const pattern of patterns) {
    const { path, params } = asked(pattern, (name) => `a ${name}/ü%`);
    expect(routePattern(path, params)).toBe(pattern);
    expect(routePattern(`${path}/`, params)).toBe(pattern);
  }
});

test("never puts a parameter's value into the pattern", () => {
  for (const pattern of patterns) {
    const own = pattern.split("/").filter((segment) => segment && !partOf(segment));
    for (const word of [...own, "secret"]) {
      const { path, params } = asked(pattern, () => word);
      const left = routePattern(path, params)
        .split("/")
        .filter((segment) => segment && !partOf(segment));
      expect(left.toSorted()).toEqual(own.toSorted());
    }
  }
});

test("does not name a path that lacks its parameters", () => {
  expect(routePattern("/api/chat/one/stop", { conversation: "two" })).toBe("other");
  expect(routePattern("/api/chat/%zz/stop", { conversation: "two" })).toBe("other");
});
