import type { WireBye } from "#lib/rooms/wire.ts";

/** The close code of a socket for each `bye`. From 4000 on, applications define them. */
export const closeCodes: Record<WireBye["code"], number> = {
  left: 1000,
  draining: 1001,
  unavailable: 1013,
  unauthorized: 4401,
  removed: 4403,
  banned: 4403,
  refused: 4403,
  deleted: 4404,
  expired: 4410,
  slow: 4008,
  limited: 4029,
};
