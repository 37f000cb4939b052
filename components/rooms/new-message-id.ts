/** A random id for a message. `crypto.randomUUID` is missing over plain HTTP, as in a local network. */
export function newMessageId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
