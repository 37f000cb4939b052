import type { Role } from "./role.ts";

/** What each role may do, in one table: the only place that says so. */
const table = {
  "workspace:read": ["viewer", "editor", "admin", "owner"],
  "workspace:write": ["admin", "owner"],
  "workspace:delete": ["owner"],
  "chatbots:read": ["viewer", "editor", "admin", "owner"],
  "chatbots:write": ["editor", "admin", "owner"],
  "knowledge:read": ["viewer", "editor", "admin", "owner"],
  "knowledge:write": ["editor", "admin", "owner"],
  "conversations:read": ["editor", "admin", "owner"],
  "conversations:write": ["editor", "admin", "owner"],
  "rooms:write": ["admin", "owner"],
  "members:read": ["viewer", "editor", "admin", "owner"],
  "members:write": ["admin", "owner"],
  "people:read": ["editor", "admin", "owner"],
  "people:write": ["admin", "owner"],
  "keys:read": ["admin", "owner"],
  "keys:write": ["admin", "owner"],
  "audit:read": ["admin", "owner"],
  "usage:read": ["admin", "owner"],
  "usage:write": ["admin", "owner"],
  "checkins:read": ["viewer", "editor", "admin", "owner"],
  "checkins:write": ["editor", "admin", "owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;
export const permissions = Object.keys(table) as Permission[];

export function allows(role: Role, permission: Permission): boolean {
  return (table[permission] as readonly Role[]).includes(role);
}

/** Nobody hands out or takes away a role above their own: only an owner makes or unmakes an owner. */
export function mayAssign(own: Role, role: Role): boolean {
  return allows(own, "members:write") && (own === "owner" || role !== "owner");
}
