import { expect, it } from "vitest";
import { isRefusal } from "./is-refusal.ts";

it.each([
  "I could not find an answer to that in the knowledge.",
  "I'm sorry, but I couldn't find anything about prices. The nearest is Charging [1].",
  "Unfortunately, the passages do not mention a price.",
  "The documents don't contain information about that.",
  "That is not covered in the provided documents.",
  "There is no information about opening hours.",
  "I don’t have any information on that.",
  "Leider habe ich dazu keine Informationen gefunden.",
  "In den Unterlagen wird der Preis nicht genannt.",
  "Je n'ai pas trouvé de réponse dans les documents.",
  "No he encontrado información sobre eso.",
  "Non ho trovato informazioni.",
  "我没有找到相关信息。",
  "その情報は見つかりませんでした。情報はありません。",
])("is a refusal: %s", (answer) => {
  expect(isRefusal(answer)).toBe(true);
});

it.each([
  "Four hours [1].",
  "Water damage is not covered. Theft is not covered either [1].",
  "The passages do not mention rain, only snow [1].",
  "The lamp is not included [2]. It costs 49.",
  "Hello! How can I help?",
  "No, you cannot return it after 30 days.",
  "Das Licht ist nicht enthalten.",
  "",
])("is no refusal: %s", (answer) => {
  expect(isRefusal(answer)).toBe(false);
});
