import { admitPerson, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import type { BodyOptions, RouteHandler, RouteInput } from "./route-handler.ts";
import { signedInRoute } from "./signed-in-route.ts";

/** For a signed-in person, about their own account. */
export function personRoute<B = undefined>(
  options: BodyOptions<B>,
  handle: (person: PersonAdmission, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return signedInRoute(admitPerson, options, handle);
}
