import type { Link, Parent, PhrasingContent, Root, RootContent, Text } from "mdast";
import type { Processor } from "unified";
import { addressEnd } from "./address-end.ts";
import { addressSyntax } from "./address-syntax.ts";

const webAddress =
  /(?<=[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uff65])www\.[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s<]*)?/g;

/** Bare addresses beside CJK text: they end where the sentence goes on, and need no space before them. */
export function remarkAddresses(this: Processor) {
  const data = this.data() as { micromarkExtensions?: unknown[] };
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push(addressSyntax());
  return (tree: Root) => cutAddresses(tree);
}

function cutAddresses(parent: Parent): void {
  parent.children = parent.children.flatMap((node): RootContent[] => {
    if (node.type === "link") return cutLink(node);
    if (node.type === "text") return linkWebAddresses(node);
    if ("children" in node && node.type !== "linkReference") cutAddresses(node);
    return [node];
  });
}

/** GFM's second search, in text between markup, yields links without a position. */
function cutLink(link: Link): PhrasingContent[] {
  const text = link.children[0];
  if (link.position || text?.type !== "text") return [link];
  const end = addressEnd(text.value);
  if (end === text.value.length) return [link];
  const url = link.url.slice(0, link.url.length - (text.value.length - end));
  return [linkTo(url, text.value.slice(0, end)), { type: "text", value: text.value.slice(end) }];
}

function linkWebAddresses({ value }: Text): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let at = 0;
  for (const match of value.matchAll(webAddress)) {
    const address = match[0].slice(0, addressEnd(match[0])).replace(/[.,:;!?'")*~]+$/, "");
    if (match.index > at) nodes.push({ type: "text", value: value.slice(at, match.index) });
    nodes.push(linkTo(`http://${address}`, address));
    at = match.index + address.length;
  }
  if (at < value.length) nodes.push({ type: "text", value: value.slice(at) });
  return nodes;
}

function linkTo(url: string, text: string): Link {
  return { type: "link", url, children: [{ type: "text", value: text }] };
}
