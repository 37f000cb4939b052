import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";

const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: "none" });

/** The floor of this stack: one route, `streamText`, nothing else. */
export async function POST(request: Request): Promise<Response> {
  const { message } = (await request.json()) as { message: { parts: { text: string }[] } };
  const result = streamText({ model: openai("bench"), prompt: message.parts[0]?.text ?? "" });
  return result.toUIMessageStreamResponse();
}
