import { createHmac } from "node:crypto";

/** Stands for a person in one round: without the round's salt nobody can tell whose it is. */
export const moodToken = (salt: string, personId: string) =>
  createHmac("sha256", salt).update(personId).digest("base64url");
