import { templateConfig } from "#lib/chatbot/templates.ts";

/** The demo's other chatbot: what the template is as it comes. */
export const oracleChatbot = { name: "Oracle", config: templateConfig("oracle") };
