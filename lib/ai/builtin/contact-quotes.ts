import type { Passage } from "../schema.ts";
import type { Quote } from "./choose-quotes.ts";
import { CONTACT_QUESTION } from "./contact-question.ts";
import { givesContact } from "./gives-contact.ts";
import { readQuestion } from "./read-question.ts";
import { readUnits } from "./read-units.ts";
import { type ScoredUnit, scoreUnits } from "./score-units.ts";
import { indexUnits, weighTerms } from "./weigh-terms.ts";

const MAX_QUOTES = 2;
const MAX_ROWS = 8;

/** Quotes that hold a phone number or an email address, the best first; a table of them is enough. */
export function contactQuotes(passages: Passage[], { maxRows = MAX_ROWS } = {}): Quote[] {
  const units = indexUnits(readUnits(passages));
  const question = readQuestion(CONTACT_QUESTION);
  const scored = scoreUnits(
    question,
    weighTerms(question, units),
    units,
    passages.map(({ score }) => score),
  ).filter((unit) => unit.kind !== "list" && givesContact(unit.text));
  const quotes: Quote[] = [];
  for (const best of scored.toSorted((one, other) => other.score - one.score)) {
    if (quotes.length === MAX_QUOTES || quotes[0]?.kind === "rows") break;
    if (quotes.some((quote) => quote.best.passage === best.passage && quote.best.block === best.block))
      continue;
    quotes.push(toQuote(scored, best, maxRows));
  }
  return quotes;
}

function toQuote(units: ScoredUnit[], best: ScoredUnit, maxRows: number): Quote {
  if (best.kind !== "row") return { best, kind: "sentences", sentences: [best.text] };
  const table = units.filter(({ passage, block }) => passage === best.passage && block === best.block);
  return { best, kind: "rows", rows: table.slice(0, maxRows).map(({ cells }) => cells) };
}
