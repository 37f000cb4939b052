import { expect, test } from "vitest";
import { translateQuestion } from "./translate-question.ts";

test.each([
  ["Wie lange ist die Garantie auf den Akku?", "how long warranty battery?"],
  ["Was kostet ein Schlüssel?", "how much does cost key?"],
  ["Kann ich mein Fahrrad zurückgeben?", "can I bike return?"],
  ["Wie lange ist die Ladezeit?", "how long charge time?"],
  ["Comment puis-je annuler ma commande ?", "how do I cancel order?"],
  ["Que signifie l'erreur F1 du vélo ?", "what does mean error f1 bike?"],
  ["¿Puedo devolver la bici?", "can I return bike?"],
])("translates %s word by word", (question, english) => expect(translateQuestion(question)).toBe(english));

test("keeps names and codes, of which English documents have the same", () => {
  expect(translateQuestion("Wie schwer ist das Kestrel Cargo?")).toBe("how heavy kestrel cargo?");
  expect(translateQuestion("Was bedeutet der Fehler E07?")).toBe("what does mean error e07?");
});

test("leaves English and other languages, and what it knows no word of", () => {
  expect(translateQuestion("How long is the warranty?")).toBeNull();
  expect(translateQuestion("Quanto tempo dura la garanzia della batteria?")).toBeNull();
  expect(translateQuestion("Was ist das für ein Zwiebelfisch?")).toBeNull();
  expect(translateQuestion("Wie ist das? ".repeat(100))).toBeNull();
});
