import { formula } from "./write-formula.ts";

const MAX_DEPTH = 60;

/** Writes an Office formula (OMML; ECMA-376, part 1, 22.1) on one line. */
export function readOfficeMath(node: Element, depth = 0): string {
  if (depth > MAX_DEPTH) return "";
  const inner = (part: Element) => readOfficeMath(part, depth + 1);
  const all = (name: string) => children(node).filter((child) => localName(child) === name);
  const part = (name: string) => all(name).map(inner).join("");
  const property = (name: string) => propertyOf(node, name);
  switch (localName(node)) {
    case "t":
      return node.textContent ?? "";
    case "f":
      return property("type") === "noBar"
        ? formula.binomial(part("num"), part("den"))
        : formula.fraction(part("num"), part("den"));
    case "sSup":
      return formula.raised(part("e"), part("sup"));
    case "sSub":
      return formula.lowered(part("e"), part("sub"));
    case "sSubSup":
      return formula.raised(formula.lowered(part("e"), part("sub")), part("sup"));
    case "sPre":
      return `${formula.raised(formula.lowered("", part("sub")), part("sup"))}${part("e")}`;
    case "rad":
      return formula.root(part("e"), part("deg"));
    case "nary":
      return formula.sum(property("chr") ?? "∫", part("sub"), part("sup"), part("e"));
    case "d":
      return (
        (property("begChr") ?? "(") +
        all("e")
          .map(inner)
          .join(property("sepChr") ?? "|") +
        (property("endChr") ?? ")")
      );
    case "func":
      return formula.function(part("fName"), part("e"));
    case "limLow":
      return formula.lowered(part("e"), part("lim"));
    case "limUpp":
      return formula.raised(part("e"), part("lim"));
    case "acc":
      return formula.accent(part("e"), property("chr") ?? "\u0302");
    case "bar":
      return formula.accent(part("e"), "\u0304");
    case "m":
      return formula.matrix(all("mr").map((row) => children(row).map(inner)));
    case "eqArr":
      return all("e").map(inner).join("; ");
    default:
      return children(node)
        .filter((child) => !localName(child).endsWith("Pr"))
        .map(inner)
        .join("");
  }
}

const localName = ({ nodeName }: Node) => nodeName.slice(nodeName.indexOf(":") + 1);
const children = (node: Element) =>
  (Array.from(node.childNodes) as Element[]).filter(({ nodeType }) => nodeType === node.ELEMENT_NODE);

/** A property's value: an empty one is set to nothing, a missing one is null. */
function propertyOf(node: Element, name: string): string | null {
  const properties = children(node).find((child) => localName(child).endsWith("Pr"));
  const found = properties && children(properties).find((child) => localName(child) === name);
  return found ? found.getAttribute("m:val") : null;
}
