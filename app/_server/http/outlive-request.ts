import { after } from "next/server.js";
import { hasOwnServer } from "#lib/core/server-mode.ts";

/** Work that goes on after its response. Our own server waits for turns when it drains; other hosts stop. */
export function outliveRequest(work: Promise<unknown>): void {
  if (!hasOwnServer()) after(() => work);
}
