import { type Color, readColor } from "../html/html-style.ts";
import { area, type Box, combine, IDENTITY, type Matrix, type Point, place, placeBox } from "./matrix.ts";

/** A page's drawing commands as pdf.js lists them: codes and arguments. */
export type Operators = { fnArray: number[]; argsArray: unknown[] };
type Codes = Record<string, number>;
type Glyph = { unicode: string; width: number; isSpace: boolean };

/** Text drawn by one command: start and end, size in points, and how it is painted. */
export type Run = {
  text: string;
  from: Point;
  to: Point;
  size: number;
  /** Where it would start without its rise, and the rise as a share of its size (ISO 32000-1, 9.3.7). */
  baseline: Point;
  rise: number;
  /** Rendering mode 3 or 7 (ISO 32000-1, 9.3.6), a hidden layer, or nearly transparent. */
  isUnpainted: boolean;
  /** Null: a pattern, or a mode that strokes. */
  color: Color | null;
  /** Number of paints before it. */
  order: number;
};
/** A filled area or a picture. `color` is null if it is not a single color. */
export type Paint = { box: Box; color: Color | null; isPicture: boolean; order: number };
export type Trace = { runs: Run[]; paints: Paint[] };

type State = {
  matrix: Matrix;
  color: Color | null;
  mode: number;
  alpha: number;
  font: string;
  size: number;
  charSpace: number;
  wordSpace: number;
  scale: number;
  leading: number;
  rise: number;
};
const START: State = {
  matrix: IDENTITY,
  color: [0, 0, 0],
  mode: 0,
  alpha: 1,
  font: "",
  size: 0,
  charSpace: 0,
  wordSpace: 0,
  scale: 1,
  leading: 0,
  rise: 0,
};

const TRANSPARENT_ALPHA = 0.05;

export type TraceOptions = {
  codes: Codes;
  /** Glyph units of a font in text space: 0.001, except for Type 3 fonts. */
  unitOf(font: string): number;
  isLayerShown(layer: unknown): boolean;
};

/**
 * Traces what a page draws, as far as it affects the visibility of its text. pdf.js omits the pictures, which
 * are not decoded, so one is assumed wherever a transform is set and nothing is drawn in it.
 */
export function tracePage(operators: Operators, options: TraceOptions): Trace {
  const { codes } = options;
  const trace: Trace = { runs: [], paints: [] };
  let state = { ...START };
  const saved: State[] = [];
  const layers: boolean[] = [];
  let text: Matrix = IDENTITY;
  let line: Matrix = IDENTITY;
  let isPicturePending = false;
  const closePicture = () => {
    if (isPicturePending)
      trace.paints.push({
        box: placeBox(state.matrix, [0, 0, 1, 1]),
        color: null,
        isPicture: true,
        order: trace.paints.length,
      });
    isPicturePending = false;
  };
  const nextLine = (x: number, y: number) => {
    line = combine(line, [1, 0, 0, 1, x, y]);
    text = line;
  };
  const show = (glyphs: (Glyph | number | null)[]) => {
    isPicturePending = false;
    const unit = options.unitOf(state.font);
    const outer = state.matrix;
    const from = place(combine(outer, text), [0, state.rise]);
    const baseline = place(combine(outer, text), [0, 0]);
    let words = "";
    let advance = 0;
    for (const glyph of glyphs) {
      if (typeof glyph === "number") {
        advance -= (glyph / 1_000) * state.size * state.scale;
        if (glyph < -200) words += " ";
      } else if (glyph) {
        words += glyph.unicode;
        const spacing = state.charSpace + (glyph.isSpace ? state.wordSpace : 0);
        advance += (glyph.width * unit * state.size + spacing) * state.scale;
      }
    }
    text = combine(text, [1, 0, 0, 1, advance, 0]);
    if (words.trim() === "") return;
    const [, , c, d] = combine(outer, text);
    trace.runs.push({
      text: words,
      from,
      to: place(combine(outer, text), [0, state.rise]),
      size: Math.abs(state.size) * Math.hypot(c, d),
      baseline,
      rise: state.size === 0 ? 0 : state.rise / Math.abs(state.size),
      isUnpainted:
        state.mode === 3 || state.mode === 7 || state.alpha < TRANSPARENT_ALPHA || layers.includes(false),
      color: state.mode === 0 || state.mode === 4 ? state.color : null,
      order: trace.paints.length,
    });
  };

  for (let at = 0; at < operators.fnArray.length; at += 1) {
    const args = (operators.argsArray[at] ?? []) as unknown[];
    switch (operators.fnArray[at]) {
      case codes.save:
        saved.push({ ...state });
        break;
      case codes.restore:
        closePicture();
        state = saved.pop() ?? state;
        break;
      case codes.transform:
        state.matrix = combine(state.matrix, args as Matrix);
        isPicturePending = true;
        break;
      case codes.paintFormXObjectBegin: {
        const [matrix] = args as [Matrix | null];
        saved.push({ ...state });
        if (matrix) state.matrix = combine(state.matrix, [...matrix] as Matrix);
        isPicturePending = false;
        break;
      }
      case codes.paintFormXObjectEnd:
        state = saved.pop() ?? state;
        isPicturePending = false;
        break;
      case codes.setGState:
        for (const [name, value] of args[0] as [string, unknown][]) {
          if (name === "ca" && typeof value === "number") state.alpha = value;
          if (name === "Font") [state.font, state.size] = value as [string, number];
        }
        break;
      case codes.setFillRGBColor:
        state.color = readColor(String(args[0])) as Color | null;
        break;
      case codes.setFillColorN:
      case codes.setFillTransparent:
        state.color = null;
        break;
      case codes.constructPath: {
        const [operation, , bounds] = args as [number, unknown, ArrayLike<number> | null];
        isPicturePending = false;
        if (bounds && isFill(operation, codes) && state.alpha >= TRANSPARENT_ALPHA) {
          const box = placeBox(state.matrix, Array.from(bounds) as Box);
          if (area(box) > 0)
            trace.paints.push({
              box,
              color: state.alpha > 0.9 ? state.color : null,
              isPicture: false,
              order: trace.paints.length,
            });
        }
        break;
      }
      case codes.shadingFill:
        trace.paints.push({
          box: [
            Number.NEGATIVE_INFINITY,
            Number.NEGATIVE_INFINITY,
            Number.POSITIVE_INFINITY,
            Number.POSITIVE_INFINITY,
          ],
          color: null,
          isPicture: false,
          order: trace.paints.length,
        });
        isPicturePending = false;
        break;
      case codes.beginMarkedContent:
        layers.push(true);
        break;
      case codes.beginMarkedContentProps:
        layers.push(args[0] !== "OC" || options.isLayerShown(args[1]));
        break;
      case codes.endMarkedContent:
        layers.pop();
        break;
      case codes.beginText:
        text = IDENTITY;
        line = IDENTITY;
        break;
      case codes.setFont:
        [state.font, state.size] = args as [string, number];
        break;
      case codes.setTextRenderingMode:
        [state.mode] = args as [number];
        break;
      case codes.setCharSpacing:
        [state.charSpace] = args as [number];
        break;
      case codes.setWordSpacing:
        [state.wordSpace] = args as [number];
        break;
      case codes.setHScale:
        state.scale = (args[0] as number) / 100;
        break;
      case codes.setLeading:
        state.leading = -(args[0] as number);
        break;
      case codes.setTextRise:
        [state.rise] = args as [number];
        break;
      case codes.setTextMatrix:
        line = Array.from(args[0] as ArrayLike<number>) as Matrix;
        text = line;
        break;
      case codes.setLeadingMoveText:
        state.leading = args[1] as number;
        nextLine(args[0] as number, args[1] as number);
        break;
      case codes.moveText:
        nextLine(args[0] as number, args[1] as number);
        break;
      case codes.nextLine:
        nextLine(0, state.leading);
        break;
      case codes.showText:
        show(args[0] as (Glyph | number | null)[]);
        break;
    }
  }
  closePicture();
  return trace;
}

const isFill = (operation: number, codes: Codes) =>
  [
    codes.fill,
    codes.eoFill,
    codes.fillStroke,
    codes.eoFillStroke,
    codes.closeFillStroke,
    codes.closeEOFillStroke,
  ].includes(operation);
