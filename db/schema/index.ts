export * from "./account.ts";
export * from "./billing.ts";
export * from "./chatbot.ts";
export * from "./conversation.ts";
export * from "./instance.ts";
export * from "./knowledge.ts";
export * from "./platform.ts";
export * from "./tenant.ts";
