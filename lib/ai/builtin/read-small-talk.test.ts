import { expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { readSmallTalk, wantsPerson } from "./read-small-talk.ts";

test.each([
  ["hi", "greeting", "en"],
  ["Hello there!", "greeting", "en"],
  ["Guten Tag", "greeting", "de"],
  ["Bonjour", "greeting", "fr"],
  ["Danke!", "thanks", "de"],
  ["muito obrigado", "thanks", "pt"],
  ["thank you very much, that helped!", "thanks", "en"],
  ["Great, thanks for the help", "thanks", "en"],
  ["ok", "acknowledgement", "en"],
  ["bye!", "farewell", "en"],
  ["Who are you?", "identity", "en"],
  ["¿Quién eres?", "identity", "es"],
  ["are you a bot?", "isBot", "en"],
  ["What can you help me with?", "capability", "en"],
  ["Was kannst du?", "capability", "de"],
  ["can I talk to a human?", "person", "en"],
  ["human", "person", "en"],
  ["I'd like to speak to someone please", "person", "en"],
  ["thanks, but I want to talk to a person", "person", "en"],
  ["Kann ich mit einem Menschen sprechen?", "person", "de"],
  ["vorrei parlare con un operatore", "person", "it"],
  ["fuck this, useless", "frustration", "en"],
  ["that's not what I asked", "frustration", "en"],
  ["thanks for nothing, useless bot", "frustration", "en"],
  ["please connect me to an agent", "person", "en"],
  ["c'est nul", "frustration", "fr"],
  ["Je voudrais parler à quelqu'un", "person", "fr"],
])("%s is %s in %s", (message, kind, language) => expect(readSmallTalk(message)).toEqual({ kind, language }));

test.each([
  "Hi, can I use bleach?",
  "Thanks, how long is the warranty?",
  "why the fuck is my battery not charging",
  "can you help me with the chain",
  "help me return a bike",
  "What does the support agent need to know?",
  "Which human rights apply?",
  "is it ok to charge over night?",
  "Who are your partners?",
  "What is this symbol on the display?",
  "good battery for winter",
  "How do I connect me to the wifi?",
  "garbage collection",
  "a dumb terminal",
  "useless use of cat",
  "How do I get a human readable log?",
  "thank you page of the shop",
  "What do you do with my personal data?",
  "",
  "?!",
])("%s is a question", (message) => expect(readSmallTalk(message)).toBeNull());

test("wants a person when asked for one or when nothing helps", () => {
  expect(wantsPerson("talk to agent")).toBe(true);
  expect(wantsPerson("useless!")).toBe(true);
  expect(wantsPerson("hello")).toBe(false);
});

test("reads a message of any length in bounded time", () => {
  expect(expectCpuTimeBelow(1_000, () => readSmallTalk("thanks ".repeat(100_000)))).toBeNull();
});
