import type { Db } from "#db/client.ts";
import type { Id } from "#lib/core/ids.ts";

export type Actor =
  | {
      readonly kind: "visitor";
      readonly id: Id<"vis">;
      readonly userIdHash: string;
      /** Links that the visitor has opened. Each admits to the one chatbot it was created for. */
      readonly links?: readonly string[];
    }
  | {
      readonly kind: "apiKey";
      readonly id: Id<"key">;
      readonly scopes: readonly string[];
      /** The one chatbot that the key is for; unset: all of the workspace. */
      readonly chatbotId?: Id<"bot"> | null;
      readonly userIdHash: string;
    }
  | {
      readonly kind: "user";
      readonly id: Id<"usr">;
      readonly sessionId: Id<"ses">;
      readonly role: "viewer" | "editor" | "admin" | "owner";
      readonly userIdHash: string;
    }
  /** A person with an account who joined the workspace; unlike a guest, recognized on every device. */
  | {
      readonly kind: "person";
      readonly id: Id<"usr">;
      readonly sessionId: Id<"ses">;
      readonly userIdHash: string;
      readonly links?: readonly string[];
    }
  /** Someone in a room, with no rights outside it. Their rights in it are in the participant's row. */
  | { readonly kind: "participant"; readonly id: Id<"par">; readonly roomId: Id<"rom"> }
  /** A room, whose chatbot answers on behalf of everyone in it. */
  | { readonly kind: "room"; readonly id: Id<"rom">; readonly userIdHash: string }
  | { readonly kind: "job"; readonly id: string }
  | { readonly kind: "public" };

declare const sealed: unique symbol;

/** Proof of admission. Only the doors can create one (see `seal.ts`). */
export type Context = {
  readonly tenantId: Id<"ten">;
  readonly actor: Actor;
  readonly requestId: string;
  /** Every statement runs as the app role with this tenant set; inside `transaction` all share one. */
  readonly db: Db;
  readonly now: () => Date;
  readonly [sealed]: true;
};

/** The instance's own work: sign-up, seed, look-ups before admission. Runs as the operator role. */
export type OperatorContext = {
  readonly operator: true;
  readonly db: Db;
  readonly now: () => Date;
  readonly [sealed]: true;
};

/** The hash that owns this actor's conversations. A public reader and a job have none, so they see none. */
export function actorHash({ actor }: Context): string {
  return "userIdHash" in actor ? actor.userIdHash : "";
}
