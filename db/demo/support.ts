/**
 * The demo's chatbot: support for the riders of an imaginary maker of electric bicycles. Its team can also
 * ask it about check-ins.
 */
export const supportChatbot = {
  name: "Kestrel Support",
  config: {
    persona: "You help people who ride Kestrel electric bikes. You are friendly, precise, and brief.",
    greeting:
      "Ask me anything about your Kestrel bike: riding, charging, error codes, service, or the warranty.",
    starters: [
      "How do I take the battery out?",
      "What does error code E07 mean?",
      "Can I take the bike on a plane?",
      "My bike was stolen, what should I do first?",
    ],
    skills: ["check_ins" as const],
  },
};
