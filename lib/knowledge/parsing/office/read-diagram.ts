import { allNamed, parseXml } from "./read-xml.ts";

export type DiagramItem = { text: string; level: number };

const MAX_LEVEL = 9;

/** Reads the texts of a diagram (SmartArt; ECMA-376, part 1, 21.4.2) in their order, with their levels. */
export function readDiagram(xml: string | null, damaged: string): DiagramItem[] {
  const model = parseXml(xml, damaged);
  const points = new Map(
    allNamed(model, "dgm:pt").map((point) => [point.getAttribute("modelId") ?? "", point] as const),
  );
  const links = allNamed(model, "dgm:cxn").filter((link) =>
    /^(?:parOf)?$/.test(link.getAttribute("type") ?? ""),
  );
  const childrenOf = Map.groupBy(links, (link) => link.getAttribute("srcId") ?? "");
  const root = [...points].find(([, point]) => point.getAttribute("type") === "doc")?.[0];
  const items: DiagramItem[] = [];
  const seen = new Set<string>();
  const visit = (id: string, level: number) => {
    const point = points.get(id);
    if (!point || seen.has(id) || level > MAX_LEVEL) return;
    seen.add(id);
    const text = textOf(point);
    if (text) items.push({ text, level: Math.max(level, 0) });
    const order = (link: Element) => Number(link.getAttribute("srcOrd"));
    const links = (childrenOf.get(id) ?? []).toSorted((a, b) => order(a) - order(b));
    for (const link of links) visit(link.getAttribute("destId") ?? "", text || level < 0 ? level + 1 : level);
  };
  if (root !== undefined) visit(root, -1);
  for (const [id, point] of points) if (isNode(point) && textOf(point)) visit(id, 0);
  return items;
}

const isNode = (point: Element) => /^(?:node|asst)?$/.test(point.getAttribute("type") ?? "");

const textOf = (point: Element) =>
  allNamed(point, "a:p")
    .map((paragraph) =>
      allNamed(paragraph, "a:t")
        .map(({ textContent }) => textContent ?? "")
        .join(""),
    )
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
