import { singleton } from "./singleton.ts";

const state = () => singleton("hasOwnServer", () => ({ value: false }));

/**
 * Whether Next runs inside our own server, which knows the client's socket address and manages the process.
 */
export function hasOwnServer(): boolean {
  return state().value;
}

const door = () => singleton("hasDoor", () => ({ value: false }));

/** Whether the HTTP server is guarded, so that request ids in headers are ours and not the client's. */
export function hasDoor(): boolean {
  return door().value;
}

export function declareDoor(isGuarded = true): void {
  door().value = isGuarded;
}

export function declareOwnServer(isOwn = true): void {
  state().value = isOwn;
}
