import type { BotManner } from "#lib/rooms/schema.ts";

/** The type checks them against the server's; importing its list would pull its schemas in. */
export const botManners = ["mentioned", "always", "digest", "off"] as const satisfies readonly BotManner[];
