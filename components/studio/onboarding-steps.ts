import type { ChatbotSummary } from "#lib/chatbot/schema.ts";

export type OnboardingStep = {
  name: "create" | "feed" | "ask" | "open" | "connect";
  isDone: boolean;
  isOptional: boolean;
  /** Where it is done, below the workspace's address; null while an earlier step is missing. */
  path: string | null;
};

type Facts = {
  chatbots: Pick<ChatbotSummary, "id" | "handle" | "visibility" | "documents">[];
  /** Whether anybody has asked a chatbot. */
  isAsked: boolean;
  /** Whether a language model answers. */
  hasModel: boolean;
  /** Whether the member may connect one. */
  mayConnect: boolean;
};

/** What a new workspace still needs before people can use it, as far as it has come. */
export function onboardingOf({ chatbots, isAsked, hasModel, mayConnect }: Facts): OnboardingStep[] {
  const fed = chatbots.find(({ documents }) => documents > 0);
  const chatbot = fed ?? chatbots[0];
  const step = (name: OnboardingStep["name"], isDone: boolean, path: string | null) => ({
    name,
    isDone,
    isOptional: false,
    path,
  });
  const steps = [
    step("create", chatbots.length > 0, "/chatbots/new"),
    step("feed", fed !== undefined, chatbot ? `/knowledge?chatbot=${chatbot.handle}` : null),
    step("ask", isAsked, chatbot ? `/chatbots/${chatbot.id}?view=test` : null),
    step(
      "open",
      chatbots.some(({ visibility }) => visibility !== "members"),
      chatbot ? `/chatbots/${chatbot.id}#access` : null,
    ),
  ];
  return hasModel || !mayConnect
    ? steps
    : [...steps, { ...step("connect", false, "/models"), isOptional: true }];
}

/** Optional steps do not keep the list alive. */
export function isOnboarded(steps: readonly OnboardingStep[]): boolean {
  return steps.every(({ isDone, isOptional }) => isDone || isOptional);
}
