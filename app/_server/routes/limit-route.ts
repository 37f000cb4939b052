import { sealOperator } from "#lib/context/seal.ts";
import { type Asker, limitRequests } from "#lib/limits/limit-requests.ts";
import type { LimitName } from "#lib/limits/rate-limits.ts";
import { clientAddressOf } from "../http/client-address.ts";

/** Which rate limit a request counts against. Default: `request`. */
export type LimitOptions = { limit?: LimitName };

/** @throws ParleyError limited */
export async function limitRoute(
  request: Request,
  { limit = "request" }: LimitOptions,
  asker: Omit<Asker, "address">,
): Promise<void> {
  await limitRequests(sealOperator(), limit, { ...asker, address: clientAddressOf(request.headers) });
}
