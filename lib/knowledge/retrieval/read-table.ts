/** Raises the weights of slots whose words are in a text, or a part of it. @returns whether there were any */
export type SlotFiller = (
  text: string,
  filled: Float64Array,
  part: number,
  from?: number,
  to?: number,
) => boolean;

/** A table's head names the cells below: under "City", "Price | EUR 2,690" is that model's price. */
const HEAD_PART = 0.9;
const HEAD_RULE = /^[\s:|]*-[-\s:|]*$/;
/** The more rows a table has below the names to compare, the more it says about them. */
const ROW_OF_COMPARISON = 0.15;
const MAX_COMPARISON = 1.5;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** How much the head above a row fills of a slot. */
export function headPart(head: Float64Array | null, slot: number): number {
  return HEAD_PART * (head?.[slot] ?? 0);
}

/** Reads a passage's tables and tracks how well a cell matches what was asked for. */
export function readTable(slots: number, fill: SlotFiller) {
  let head: Float64Array | null = null;
  let before = "";
  let cell = 0;
  return {
    cell: () => cell,
    /** Returns what the head above a unit fills; null outside tables. Call it for every unit in order. */
    headOf(unit: string): Float64Array | null {
      if (!unit.includes("|")) head = null;
      else if (HEAD_RULE.test(unit)) {
        head = new Float64Array(slots);
        fill(before, head, 1);
      }
      before = unit;
      return head;
    },
    addRow(row: string, own: Float64Array, comparesNames = false): void {
      if (!head) return;
      if (comparesNames && holdsSeveral(head)) cell = Math.min(MAX_COMPARISON, cell + ROW_OF_COMPARISON);
      else if (isCell(own, head)) cell = Math.max(cell, nameShare(row, fill, slots));
    },
  };
}

/** Whether the row and the head each hold something that the other lacks: "Price" and "City". */
function isCell(row: Float64Array, head: Float64Array): boolean {
  return (
    row.some((part, slot) => part > (head[slot] ?? 0)) && head.some((part, slot) => part > (row[slot] ?? 0))
  );
}

function holdsSeveral(head: Float64Array): boolean {
  return head.filter((part) => part > 0).length > 1;
}

/** How well the first cell of a row matches what was asked for: "Price", not "Price of a spare wheel". */
function nameShare(row: string, fill: SlotFiller, slots: number): number {
  const first = row.replace(/^\s*\|/, "").split("|", 1)[0];
  const words = first?.match(WORD) ?? [];
  const named = words.filter((word) => fill(word, new Float64Array(slots), 1));
  return words.length === 0 ? 0 : 0.5 + (0.5 * named.length) / words.length;
}
