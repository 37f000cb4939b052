import type { IncomingMessage, ServerResponse } from "node:http";
import { noteRefusal } from "#lib/limits/note-refusal.ts";
import { recentRefusal } from "#lib/limits/recent-refusals.ts";
import { fullQueueOf, guessTenant, isQueueable } from "#lib/limits/starts/known-tenants.ts";
import { overloaded } from "#lib/limits/starts/overloaded.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import { clientAddressOf, PEER_HEADER } from "../http/client-address.ts";
import { chatbotName, credentialName } from "./caller-name.ts";
import { refuseAtDoor } from "./refuse-at-door.ts";
import { isChatDirect, isReadLater } from "./starts-turn.ts";

/**
 * Decides whether a request that starts a turn may proceed, before its body is read and before Next sees it:
 * refuses what was refused moments ago and what exceeds this process's capacity. The tenant is a guess from
 * earlier requests; unknown callers count by their address. The route decides who is admitted.
 */
export async function admitAtDoor(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  pass: () => void,
): Promise<void> {
  const { authorization } = request.headers;
  const name = authorization ? credentialName(authorization) : chatbotName(request.url ?? "");
  const refusal = authorization && name ? recentRefusal([name]) : null;
  if (refusal) {
    noteRefusal(refusal.error.code === "limited" ? "limited" : "budget");
    return refuseAtDoor(request, response, requestId, refusal.error);
  }
  const tenant = name && guessTenant(name);
  const full = tenant && !isReadLater(request) ? fullQueueOf(tenant) : null;
  if (full === "queued" && !isChatDirect(request.url)) {
    noteRefusal("queue");
    return refuseAtDoor(request, response, requestId, overloaded());
  }
  const mayOverflow = tenant !== null && !full && isQueueable(tenant) && !isChatDirect(request.url);
  const slots = startSlots();
  response.once("close", () => slots.disconnect(requestId));
  const hasBody = () => request.complete;
  const counted = tenant ?? `client/${addressOf(request)}`;
  if (await slots.enter(requestId, counted, { mayOverflow, hasBody })) return pass();
  noteRefusal("overloaded");
  refuseAtDoor(request, response, requestId, overloaded());
}

function addressOf({ headers }: IncomingMessage): string {
  const known = new Headers({ [PEER_HEADER]: String(headers[PEER_HEADER] ?? "") });
  const forwarded = headers["x-forwarded-for"];
  if (forwarded) known.set("x-forwarded-for", String(forwarded));
  return clientAddressOf(known);
}
