import { afterEach, expect, test } from "vitest";
import { resetEnv } from "./env.ts";
import { errorFields, log } from "./log.ts";

function setRole(variables: { SERVICE_TYPE?: string; DATABASE_URL?: string }): void {
  delete process.env.SERVICE_TYPE;
  delete process.env.DATABASE_URL;
  Object.assign(process.env, variables);
  resetEnv();
  Reflect.deleteProperty(globalThis, Symbol.for("parley.log"));
}

const before = process.env.DATABASE_URL;
afterEach(() => setRole(before ? { DATABASE_URL: before } : {}));

test("names the role of the process as the service of each line", () => {
  setRole({ SERVICE_TYPE: "worker", DATABASE_URL: "postgres://localhost/parley" });
  expect(log().bindings()).toMatchObject({ service: "worker" });
  setRole({});
  expect(log().bindings()).toMatchObject({ service: "monolith" });
});

test("keeps stack frames, but no message line that looks like one", () => {
  const error = new Error("Failed query: select $1\nparams: secret\n    at secret (secret.ts:1:1)");
  const { stack, ...fields } = errorFields(error);
  expect(fields).toEqual({ error: "Error", code: undefined });
  expect(stack).toContain("log.test.ts");
  expect(stack).not.toContain("secret");
});
