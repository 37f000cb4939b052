import { expect, test } from "vitest";
import { detectLanguage } from "./detect-language.ts";

test.each([
  ["Wie lange habe ich Garantie auf den Akku?", "de"],
  ["Combien coûte la livraison pour la Suisse ?", "fr"],
  ["¿Puedo devolver la bici que tengo?", "es"],
  ["Quanto costa la spedizione per il mio ordine?", "it"],
  ["Quanto tempo eu tenho para devolver o produto?", "pt"],
  ["How long does the battery take to charge?", "en"],
  ["see new log lines live as they come in", null],
  ["come si carica la batteria in inverno?", "it"],
  ["E07", null],
  ["", null],
])("%s is %s", (message, language) => expect(detectLanguage(message)).toBe(language));
