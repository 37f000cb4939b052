/** What an asker may use beside a chatbot's knowledge, as stored with their turn. */
export const grants = ["checkins:read"] as const;
export type Grant = (typeof grants)[number];
