import { guardedFetch } from "#lib/core/guarded-fetch.ts";
import { singleton } from "#lib/core/singleton.ts";
import { mergingFetch } from "../merge-deltas.ts";
import { isWithinReach, resolverFor, serverReach } from "./server-reach.ts";

/** The fetch for servers that workspaces have connected. */
export function connectionFetch(): typeof fetch {
  const reach = serverReach();
  return singleton(`connection-fetch ${reach}`, () =>
    guardedFetch({ isAllowed: (address) => isWithinReach(reach, address), resolve: resolverFor(reach) }),
  );
}

/** The same for answers, whose pieces are merged while many stream. */
export function connectedModelFetch(): typeof fetch {
  return singleton(`connected-model-fetch ${serverReach()}`, () => mergingFetch(connectionFetch()));
}
