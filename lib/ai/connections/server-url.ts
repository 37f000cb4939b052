import { isIP } from "node:net";
import { ParleyError } from "#lib/core/errors.ts";
import { isPublicName } from "#lib/core/public-address.ts";
import { isWithinReach, type ServerReach } from "./server-reach.ts";

const MAX_LENGTH = 300;
/** Other low ports belong to mail, name and login services. */
const FIRST_FREE_PORT = 1024;
/** Paths of single calls, which people paste. */
const CALL = /\/(?:chat\/completions|completions|responses|models)\/*$/;

/**
 * Returns the base URL of a server in the form in which it is stored: without the path of a call, a query and
 * slashes at the end. Names are checked again when they are resolved.
 * @param hasKey a key is not sent unencrypted over the internet
 * @throws ParleyError `invalid` with the field `baseUrl`
 */
export function readServerUrl(text: string, reach: ServerReach, hasKey: boolean): string {
  const url = text.length <= MAX_LENGTH ? URL.parse(text.trim()) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw wrong("Enter a URL that starts with https:// or http://.");
  if (url.username || url.password || url.search || url.hash)
    throw wrong("Enter the URL without a login, query, or fragment. The key has its own field.");
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  if (port !== 80 && port !== 443 && port < FIRST_FREE_PORT) throw wrong("This port is not allowed.");
  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isAddress = isIP(literal) !== 0;
  const isHere = url.hostname === "localhost" || (isAddress && isLoopback(literal));
  const isAllowed = isAddress
    ? isWithinReach(reach, literal)
    : reach === "private" || (isHere && reach === "loopback") || isPublicName(url.hostname);
  if (!isAllowed) throw wrong(notAllowed(isHere, reach));
  if (hasKey && url.protocol === "http:" && reach !== "private" && !isHere)
    throw wrong("Use https://. Over http://, the key would be sent unencrypted.");
  return `${url.origin}${url.pathname.replace(CALL, "").replace(/\/+$/, "")}`;
}

const isLoopback = (address: string) =>
  isWithinReach("loopback", address) && !isWithinReach("public", address);

function notAllowed(isHere: boolean, reach: ServerReach): string {
  if (reach === "private") return "This address belongs to a network's own services and is never allowed.";
  return isHere
    ? "This server can't connect to itself. Its operator can allow that with ALLOW_PRIVATE_MODEL_SERVERS."
    : "This address is not on the public internet. The operator can allow private addresses with ALLOW_PRIVATE_MODEL_SERVERS.";
}

function wrong(message: string): ParleyError {
  return new ParleyError("invalid", message, [{ path: "baseUrl", message }]);
}
