import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultPart,
} from "@ai-sdk/provider";

export type ChatMessageBody =
  | { role: "system" | "user"; content: string }
  | { role: "assistant"; content: string | null; tool_calls?: ToolCallBody[] }
  | { role: "tool"; tool_call_id: string; content: string };

type ToolCallBody = { id: string; type: "function"; function: { name: string; arguments: string } };

/**
 * Converts a prompt of texts and tool calls to messages. The instructions have the role `system`, which every
 * server knows; OpenAI reads it as `developer`.
 */
export function toMessages(prompt: LanguageModelV4Prompt): ChatMessageBody[] {
  return prompt.flatMap((message): ChatMessageBody[] => {
    switch (message.role) {
      case "system":
        return [{ role: "system", content: message.content }];
      case "user":
        return [{ role: "user", content: textOf(message.content) }];
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
