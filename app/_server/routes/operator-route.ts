import { admitOperator, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import type { BodyOptions, RouteHandler, RouteInput } from "./route-handler.ts";
import { signedInRoute } from "./signed-in-route.ts";

/** For the operator; everyone else gets 404. */
export function operatorRoute<B = undefined>(
  options: BodyOptions<B>,
  handle: (person: PersonAdmission, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return signedInRoute(admitOperator, options, handle);
}
