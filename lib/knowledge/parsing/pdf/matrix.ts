/** An affine map as PDF writes it (ISO 32000-1, 8.3.3): x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
export type Point = [x: number, y: number];
export type Box = [left: number, bottom: number, right: number, top: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Applies `inner` first, then `outer`. */
export function combine(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function place([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The bounding box of a transformed box. */
export function placeBox(matrix: Matrix, [left, bottom, right, top]: Box): Box {
  const corners = (
    [
      [left, bottom],
      [right, bottom],
      [left, top],
      [right, top],
    ] as Point[]
  ).map((corner) => place(matrix, corner));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export function isInside([x, y]: Point, [left, bottom, right, top]: Box, margin = 0): boolean {
  return x >= left - margin && x <= right + margin && y >= bottom - margin && y <= top + margin;
}

export function area([left, bottom, right, top]: Box): number {
  return Math.max(right - left, 0) * Math.max(top - bottom, 0);
}
