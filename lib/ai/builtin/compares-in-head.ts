import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

/** Whether the columns of a table are what is to be compared. */
export function comparesInHead(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const named = terms.filter(
    ({ importance, forms }) => importance >= 1 && strongest(forms, unit.headers) >= 0.9,
  );
  return named.length > 1;
}
