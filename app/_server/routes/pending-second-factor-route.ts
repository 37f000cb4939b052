import { admitPendingPerson, type PendingSecondFactor } from "#lib/auth/admission/admit-person.ts";
import type { BodyOptions, RouteHandler, RouteInput } from "./route-handler.ts";
import { signedInRoute } from "./signed-in-route.ts";

/** For a person who has given the password but not yet the second factor. */
export function pendingSecondFactorRoute<B = undefined>(
  options: BodyOptions<B>,
  handle: (pending: PendingSecondFactor, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return signedInRoute(admitPendingPerson, options, handle);
}
