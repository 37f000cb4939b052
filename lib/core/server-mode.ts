import { singleton } from "./singleton.ts";

const state = () => singleton("hasOwnServer", () => ({ value: false }));

/**
 * Whether Next runs inside our own server, which knows the client's socket address and manages the process.
 */
export function hasOwnServer(): boolean {
  return state().value;
}

export function declareOwnServer(isOwn = true): void {
  state().value = isOwn;
}
