import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultPart,
} from "@ai-sdk/provider";

export type ChatMessageBody =
  | { role: "system"; content: string }
  | { role: "user"; content: string | PartBody[] }
  | { role: "assistant"; content: string | null; tool_calls?: ToolCallBody[] }
  | { role: "tool"; tool_call_id: string; content: string };

type PartBody = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };
type ToolCallBody = { id: string; type: "function"; function: { name: string; arguments: string } };

/**
 * Converts a prompt of texts, pictures and tool calls to messages. The instructions have the role `system`,
 * which every server knows; OpenAI reads it as `developer`.
 */
export function toMessages(prompt: LanguageModelV4Prompt): ChatMessageBody[] {
  return prompt.flatMap((message): ChatMessageBody[] => {
    switch (message.role) {
      case "system":
        return [{ role: "system", content: message.content }];
      case "user":
        return [{ role: "user", content: userContent(message.content) }];
      case "assistant":
        return [assistantMessage(message.content)];
      case "tool":
        return message.content.flatMap((part): ChatMessageBody[] =>
          part.type === "tool-result"
            ? [{ role: "tool", tool_call_id: part.toolCallId, content: resultText(part) }]
            : [],
        );
      default:
        return message satisfies never;
    }
  });
}

type Content<R> = Extract<LanguageModelV4Message, { role: R }>["content"];

/** Plain text unless there are pictures: some servers accept nothing else. */
function userContent(content: Content<"user">): string | PartBody[] {
  if (!content.some(({ type }) => type === "file")) return textOf(content);
  return content.flatMap((part): PartBody[] => {
    if (part.type === "text") return [{ type: "text", text: part.text }];
    if (part.data.type !== "data") return [];
    const { data } = part.data;
    const base64 = typeof data === "string" ? data : Buffer.from(data).toString("base64");
    return [{ type: "image_url", image_url: { url: `data:${part.mediaType};base64,${base64}` } }];
  });
}

function assistantMessage(content: Content<"assistant">): ChatMessageBody {
  const text = textOf(content);
  const calls = content.flatMap((part): ToolCallBody[] => {
    if (part.type !== "tool-call") return [];
    const { toolCallId, toolName, input } = part;
    return [
      { id: toolCallId, type: "function", function: { name: toolName, arguments: JSON.stringify(input) } },
    ];
  });
  return calls.length > 0
    ? { role: "assistant", content: text || null, tool_calls: calls }
    : { role: "assistant", content: text };
}

function textOf(content: Content<"user"> | Content<"assistant">): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function resultText({ output }: LanguageModelV4ToolResultPart): string {
  switch (output.type) {
    case "text":
    case "error-text":
      return output.value;
    default:
      return JSON.stringify("value" in output ? output.value : output);
  }
}
