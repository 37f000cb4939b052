import type {
  LanguageModelV4FunctionTool,
  LanguageModelV4Prompt,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import { z } from "zod";
import { parseJson } from "#lib/core/parse-json.ts";
import type { SkillUse } from "#lib/skills/run-skill.ts";
import type { Skill } from "#lib/skills/skill.ts";

export function toolOf({ name, description, input }: Skill): LanguageModelV4FunctionTool {
  const inputSchema = z.toJSONSchema(input, { io: "input" }) as LanguageModelV4FunctionTool["inputSchema"];
  return { type: "function", name, description, inputSchema };
}

/** Parses a tool call's input; undefined where it is not JSON. Models write an empty text for no input. */
export function inputOf({ input }: LanguageModelV4ToolCall): unknown {
  try {
    return input.trim() === "" ? {} : parseJson(input);
  } catch {
    return undefined;
  }
}

export function toolResultMessages(
  said: string,
  results: { call: LanguageModelV4ToolCall; result: SkillUse }[],
): LanguageModelV4Prompt {
  return [
    {
      role: "assistant",
      content: [
        ...(said ? [{ type: "text" as const, text: said }] : []),
        ...results.map(({ call }) => ({
          type: "tool-call" as const,
          toolCallId: call.toolCallId,
          toolName: call.toolName,
          input: inputOf(call) ?? {},
        })),
      ],
    },
    {
      role: "tool",
      content: results.map(({ call, result }) => ({
        type: "tool-result" as const,
        toolCallId: call.toolCallId,
        toolName: call.toolName,
        output: {
          type: result.outcome === "done" ? ("text" as const) : ("error-text" as const),
          value: result.text,
        },
        providerOptions: { parley: { said: result.said } },
      })),
    },
  ];
}
