import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import { AUTHOR_RULE, type AuthoredText, isTagged, readAuthors, tagAuthors } from "./author-tags.ts";

const BEGIN = "<recap>\n";
const END = "\n</recap>";

/** The question of a turn that sums up a conversation. It is stored as such, so a restart finds the same. */
export function recapText(said: readonly AuthoredText[]): string {
  return `${BEGIN}${tagAuthors(said)}${END}`;
}

export function isRecap(question: string): boolean {
  return question.startsWith(BEGIN) && question.endsWith(END) && isTagged(inside(question));
}

/** Who said what, oldest first. */
export function readRecap(question: string): AuthoredText[] {
  return readAuthors(inside(question));
}

const inside = (question: string) => question.slice(BEGIN.length, -END.length);

const RULES = `The last message is a stretch of a group chat between <recap> marks. Write a recap for people who missed it.
Start with the line "**Recap**". Then write two to six short bullet points, at most 120 words in total: topics, decisions, open questions, and who is to do what. Name people as they are marked.
Use only what was said. Add no facts, advice, answers or opinions of your own, and do not address anyone. Leave out greetings and small talk.
Write in the language that most of the messages are written in.`;

/** What a language model is asked for a recap: neither passages nor earlier answers belong to it. */
export function buildRecapPrompt(chatbotName: string, question: string): LanguageModelV4Prompt {
  return [
    { role: "system", content: `You are ${chatbotName}.\n\n${RULES}\n\n${AUTHOR_RULE}` },
    { role: "user", content: [{ type: "text", text: question }] },
  ];
}
