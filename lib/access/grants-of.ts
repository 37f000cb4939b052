import type { Context } from "#lib/context/context.ts";
import { allows } from "./permissions.ts";
import { type Grant, grants } from "./schema.ts";

/**
 * What the actor may use as an asker. It is computed where they are admitted: a worker that answers later
 * does not know them.
 */
export function grantsOf({ actor }: Pick<Context, "actor">): Grant[] {
  switch (actor.kind) {
    case "user":
      return grants.filter((grant) => allows(actor.role, grant));
    case "apiKey":
      return grants.filter((grant) => actor.scopes.includes(grant));
    case "visitor":
    case "person":
    case "participant":
    case "room":
    case "job":
    case "public":
      return [];
    default:
      return actor satisfies never;
  }
}
