import { expect, it } from "vitest";
import { allows, mayAssign, permissions } from "./permissions.ts";
import { roles } from "./role.ts";

it("gives every role all that the one below it has", () => {
  for (const permission of permissions) {
    const holders = roles.filter((role) => allows(role, permission));
    expect(holders, permission).toEqual(roles.slice(roles.length - holders.length));
    expect(holders).toContain("owner");
  }
});

it("lets viewers change nothing, and editors nothing but chatbots, knowledge, conversations and check-ins", () => {
  const writes = permissions.filter((permission) => !permission.endsWith(":read"));
  expect(writes.filter((permission) => allows("viewer", permission))).toEqual([]);
  expect(writes.filter((permission) => allows("editor", permission))).toEqual([
    "chatbots:write",
    "knowledge:write",
    "conversations:write",
    "checkins:write",
  ]);
});

it("lets nobody hand out a role above their own", () => {
  const pairs = roles.flatMap((own) =>
    roles.filter((role) => mayAssign(own, role)).map((role) => `${own}>${role}`),
  );
  expect(pairs).toEqual([
    "admin>viewer",
    "admin>editor",
    "admin>admin",
    "owner>viewer",
    "owner>editor",
    "owner>admin",
    "owner>owner",
  ]);
});
