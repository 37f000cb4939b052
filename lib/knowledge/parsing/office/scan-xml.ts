import { SaxesParser } from "saxes";
import { ParleyError } from "#lib/core/errors.ts";

type Handlers = {
  /** Names are without prefix; attributes keep theirs. */
  open(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Walks through XML that is too large for a tree. @throws ParleyError invalid with `damaged` */
export function scanXml(xml: string, damaged: string, handlers: Handlers): void {
  const parser = new SaxesParser();
  parser.on("error", () => {
    throw new ParleyError("invalid", damaged);
  });
  parser.on("opentag", ({ name, attributes }) => handlers.open(localName(name), attributes));
  parser.on("text", (text) => handlers.text?.(text));
  parser.on("cdata", (text) => handlers.text?.(text));
  parser.on("closetag", ({ name }) => handlers.close?.(localName(name)));
  parser.write(xml).close();
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);
