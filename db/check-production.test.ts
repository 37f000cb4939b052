import { expect, test } from "vitest";
import { productionFault } from "./check-production.ts";

const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };
const good = { strong: false, owner: false, settings: durable };

test("accepts a weak login of a durable database", () => {
  expect(productionFault(good)).toBeNull();
  for (const synchronous_commit of ["local", "remote_write", "remote_apply"])
    expect(productionFault({ ...good, settings: { ...durable, synchronous_commit } })).toBeNull();
});

test.each(["fsync", "synchronous_commit", "full_page_writes"])("refuses %s=off (OPS-08)", (name) => {
  expect(productionFault({ ...good, settings: { ...durable, [name]: "off" } })).toContain(`${name} is off`);
});

test("refuses a login past row-level security", () => {
  expect(productionFault({ ...good, strong: true })).toContain("bypasses row-level security");
  expect(productionFault({ ...good, owner: true })).toContain("owns tables");
});
