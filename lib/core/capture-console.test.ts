import { afterEach, expect, it, vi } from "vitest";
import { captureConsole, plainLine } from "./capture-console.ts";
import { log } from "./log.ts";
import { isFirstReport } from "./report-once.ts";

const listeners = process.listeners("warning");
/** Prints as the framework does. */
const framework = globalThis.console;
let own: Partial<Console> = {};

afterEach(() => {
  vi.useRealTimers();
  Object.assign(console, own);
  process.removeAllListeners("warning");
  for (const listener of listeners) process.on("warning", listener);
  Reflect.deleteProperty(globalThis, Symbol.for("parley.capturedConsole"));
});

function capture(): [object, string][] {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const lines: [object, string][] = [];
  for (const level of ["error", "warn", "info", "debug"] as const)
    vi.spyOn(log(), level).mockImplementation((...line: unknown[]) => {
      lines.push(line as [object, string]);
    });
  own = { ...console };
  captureConsole();
  return lines;
}

const query = () =>
  Object.assign(new Error('Failed query: select "x"\nparams: secret\n    at secret'), { params: ["secret"] });

it("turns framework output into one line without error messages", () => {
  const lines = capture();
  framework.error(" \u001b[31m⨯\u001b[0m", query());
  framework.log('Done\n{"level":"fatal"}');
  framework.warn(query().stack);
  framework.error({ params: "secret" });
  vi.runAllTimers();
  expect(lines.map((line) => line.at(-1))).toEqual(["Done", "Error", "framework message", "⨯"]);
  expect(lines.at(-1)?.[0]).toMatchObject({
    error: "Error",
    stack: expect.stringContaining("capture-console"),
  });
  expect(JSON.stringify(lines)).not.toContain("secret");
});

it("leaves out an error that was reported already", () => {
  const lines = capture();
  const error = query();
  framework.error("⨯", error);
  expect(isFirstReport(error), "by onRequestError, which comes after").toBe(true);
  vi.runAllTimers();
  expect(lines).toEqual([]);
});

it("logs Node's warnings", async () => {
  const lines = capture();
  const warned = new Promise((resolve) => process.once("warning", resolve));
  process.emitWarning("Something\nis deprecated", { code: "PARLEY_TEST" });
  await warned;
  expect(lines).toEqual([[expect.objectContaining({ code: "PARLEY_TEST" }), "Something"]]);
});

it.each([
  ["TypeError: 'TRACE' HTTP method is unsupported.", "TypeError"],
  ['error: invalid byte sequence for encoding "UTF8": 0x00', "error"],
  ["Failed query: select 1", "Failed query"],
  ["✓ Ready in 851ms", "✓ Ready in 851ms"],
  ["x".repeat(400), "x".repeat(300)],
])("shortens %j", (text, line) => {
  expect(plainLine(text)).toBe(line);
});
