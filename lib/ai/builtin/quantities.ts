const number = String.raw`(\d[\d,]*(?:\.\d+)?)`;
const RANGE = new RegExp(String.raw`${number}(?:\s?[^\d\s.,;]{1,4})?\s?(?:–|-|to|and)\s?${number}`, "gu");
const CEILING = new RegExp(
  String.raw`(?:up to|at most|maximum of|no more than|below|under|less than)\s${number}`,
  "giu",
);
const FLOOR = new RegExp(String.raw`(?:at least|from|above|over|more than|minimum of)\s${number}`, "giu");

/** Whether the text covers a quantity with a range or limit: 85 is in "80–90 kg". */
export function holdsQuantity(text: string, quantity: number): boolean {
  for (const [, from, to] of text.matchAll(RANGE))
    if (read(from) <= quantity && quantity <= read(to)) return true;
  for (const [, limit] of text.matchAll(CEILING))
    if (isNear(quantity, read(limit)) && quantity <= read(limit)) return true;
  for (const [, limit] of text.matchAll(FLOOR))
    if (isNear(quantity, read(limit)) && quantity >= read(limit)) return true;
  return false;
}

function isNear(quantity: number, limit: number): boolean {
  return quantity >= limit / 2 && quantity <= limit * 2;
}

function read(text: string | undefined): number {
  return Number.parseFloat((text ?? "").replace(/,/g, ""));
}
