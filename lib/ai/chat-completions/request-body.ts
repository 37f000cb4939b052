import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import type { ServerLimits } from "./server-limits.ts";
import { type ChatMessageBody, toMessages } from "./to-messages.ts";

/** Builds the body of a streaming request, without what the server has refused before. */
export function requestBody(model: string, options: LanguageModelV4CallOptions, limits: ServerLimits) {
  const { prompt, temperature, maxOutputTokens, tools = [] } = options;
  const messages = toMessages(prompt);
  const functions = tools.flatMap((tool) => {
    if (tool.type !== "function") return [];
    const { name, description, inputSchema: parameters } = tool;
    return [{ type: "function", function: { name, description, parameters } }];
  });
  return {
    model,
    messages: limits.hasSystemRole ? messages : withoutSystemRole(messages),
    stream: true,
    ...(limits.hasStreamOptions && { stream_options: { include_usage: true } }),
    ...(limits.hasTemperature && temperature !== undefined && { temperature }),
    ...(limits.outputLimit && maxOutputTokens !== undefined && { [limits.outputLimit]: maxOutputTokens }),
    ...(limits.hasTools && functions.length > 0 && { tools: functions }),
  };
}

/** Puts the instructions in front of the first question. */
function withoutSystemRole(messages: ChatMessageBody[]): ChatMessageBody[] {
  const instructions = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== "system");
  const first = rest.findIndex(({ role }) => role === "user");
  return rest.map((message, index): ChatMessageBody => {
    if (index !== first || message.role !== "user") return message;
    const { content } = message;
    return typeof content === "string"
      ? { role: "user", content: [...instructions, content].join("\n\n") }
      : { role: "user", content: [{ type: "text", text: instructions.join("\n\n") }, ...content] };
  });
}
