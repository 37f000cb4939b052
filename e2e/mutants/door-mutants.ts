import type { Mutant } from "./list.ts";

const shapes = { project: "pure", test: "components/markdown/nesting.test.tsx" } as const;
const door = { project: "pure", test: "app/_server/door/guard-server.test.ts" } as const;
const checks = { project: "pure", test: "app/_server/door/check-request.test.ts" } as const;
const headers = { project: "pure", test: "app/_server/door/clean-headers.test.ts" } as const;
const lines = { project: "pure", test: "lib/core/capture-console.test.ts" } as const;

/** Bugs in the door before the app, and in what the app draws. */
export const doorMutants: Mutant[] = [
  {
    name: "nesting: highlighted code nests one element for each template",
    file: "components/markdown/highlight.ts",
    find: "return isTooDeep(tree) ? null : tree;",
    put: "return isTooDeep(tree) ? tree : tree;",
    ...shapes,
  },
  {
    name: "nesting: a text of any length is read as Markdown",
    file: "components/markdown/limit-blocks.ts",
    find: "if (text.length <= mostCharacters) return text.length;",
    put: "if (text.length >= 0) return text.length;",
    ...shapes,
  },
  {
    name: "nesting: many blocks borrow a long address",
    file: "components/markdown/link-definitions.ts",
    find: `return left < 0 ? "" : borrowed;`,
    put: "return borrowed;",
    ...shapes,
  },
  {
    name: "nesting: JSON of any depth is parsed",
    file: "lib/core/parse-json.ts",
    find: "if (depth > limit) return true;",
    put: "",
    project: "pure",
    test: "lib/core/parse-json.test.ts",
  },
  {
    name: "the door: a path with a line break reaches the app",
    file: "app/_server/door/check-request.ts",
    find: String.raw`return !/\p{Cc}/u.test(decodeURIComponent(path));`,
    put: "return decodeURIComponent(path) !== null;",
    ...checks,
  },
  {
    name: "the door: a client may speak as the middleware",
    file: "app/_server/door/clean-headers.ts",
    find: "x-middleware-|",
    put: "",
    ...headers,
  },
  {
    name: "the door: a request keeps the id that its client chose",
    file: "app/_server/door/guard-server.ts",
    find: "request.headers[REQUEST_ID_HEADER] = requestId;",
    put: "request.headers[REQUEST_ID_HEADER] ??= requestId;",
    ...door,
  },
  {
    name: "the door: a page without a database is a 500",
    file: "app/_server/door/failed-pages.ts",
    find: `cause.code === "unavailable"`,
    put: `cause.code === "invalid"`,
    ...door,
  },
  {
    name: "the log: the message of a framework's error is kept",
    file: "lib/core/capture-console.ts",
    find: "Failed query|",
    put: "",
    ...lines,
  },
];
