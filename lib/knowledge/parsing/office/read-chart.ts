import { formatCell } from "./format-cell.ts";
import { allNamed, parseXml } from "./read-xml.ts";

export type Chart = { title: string; rows: string[][] };
type Values = Map<number, string>;

const MAX_POINTS = 2_000;

/**
 * Reads the title and the values of a chart (DrawingML charts; ECMA-376, part 1, 21.2), as last shown. Null
 * if the file stores no values.
 */
export function readChart(xml: string | null, damaged: string): Chart | null {
  const chart = parseXml(xml, damaged);
  const series = allNamed(chart, "c:ser").map((one) => ({
    name: [...valuesIn(one, "c:tx").values()].join(" "),
    labels: merged(valuesIn(one, "c:cat"), valuesIn(one, "c:xVal")),
    values: merged(valuesIn(one, "c:val"), valuesIn(one, "c:yVal")),
  }));
  const labels = series.reduce((all: Values, { labels: own }) => merged(all, own), new Map());
  const points = [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const title = allNamed(chart, "c:title").flatMap(textsIn).join(" ").replace(/\s+/g, " ").trim();
  if (points.length === 0) return null;
  const rows = points
    .slice(0, MAX_POINTS)
    .map((at) => [labels.get(at) ?? String(at + 1), ...series.map(({ values }) => values.get(at) ?? "")]);
  return { title, rows: [["", ...series.map(({ name }) => name)], ...rows] };
}

const textsIn = (node: Element) => allNamed(node, "a:t").map(({ textContent }) => textContent ?? "");

/** The values below a child, by their index; several levels of a category are joined. */
function valuesIn(series: Element, name: string): Values {
  const values: Values = new Map();
  const [node] = allNamed(series, name);
  if (!node) return values;
  const code = allNamed(node, "c:formatCode")[0]?.textContent ?? "General";
  const levels = allNamed(node, "c:lvl");
  for (const level of levels.length > 0 ? levels.reverse() : [node]) {
    let last = "";
    const own = new Map(
      allNamed(level, "c:pt").map((point) => {
        const text = allNamed(point, "c:v")[0]?.textContent ?? "";
        const isNumber =
          point.parentNode?.nodeName === "c:numCache" || point.parentNode?.nodeName === "c:numLit";
        const type = isNumber ? "n" : "str";
        const format = { id: -1, code: point.getAttribute("formatCode") || code };
        return [Number(point.getAttribute("idx")), formatCell({ type, value: text, format }, false)] as const;
      }),
    );
    const keys = levels.length > 1 ? allKeys(node) : [...own.keys()];
    for (const key of keys) {
      last = own.get(key) ?? last;
      if (last) values.set(key, [values.get(key), last].filter(Boolean).join(" "));
    }
  }
  if (values.size === 0) {
    const literal = allNamed(node, "c:v")[0]?.textContent ?? textsIn(node).join("");
    if (literal) values.set(0, literal);
  }
  return values;
}

const allKeys = (node: Element) =>
  [...new Set(allNamed(node, "c:pt").map((point) => Number(point.getAttribute("idx"))))].sort(
    (a, b) => a - b,
  );

const merged = (first: Values, second: Values): Values => new Map([...second, ...first]);
