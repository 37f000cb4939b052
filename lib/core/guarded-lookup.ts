import type { LookupFunction } from "node:net";
import { notPublic } from "./public-address.ts";
import type { Resolver } from "./resolve-host.ts";

/**
 * A lookup for sockets that fails unless every address of a name is allowed. The socket connects to the
 * checked address, without a second DNS query.
 */
export function guardedLookup(resolve: Resolver, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        if (addresses.length === 0 || !addresses.every(isAllowed)) return callback(notPublic(), "");
        const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
        if (options.all) callback(null, found);
        else callback(null, found[0]?.address ?? "", found[0]?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}
