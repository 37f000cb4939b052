import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

/** Whether a table's columns are the things to compare. */
export function comparesInHead(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const named = terms.filter(
    ({ importance, forms }) => importance >= 1 && strongest(forms, unit.headers) >= 0.9,
  );
  return named.length > 1;
}
