import type { Element } from "hast";
import type { Components } from "react-markdown";
import { CitationMark } from "../citations/citation-mark.tsx";
import { CodeBlock } from "./code-block.tsx";
import { MarkdownHeading } from "./markdown-heading.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { MarkdownTable } from "./markdown-table.tsx";
import { MathText } from "./math.tsx";
import { TaskBox } from "./task-box.tsx";
import { textOf } from "./text-of.ts";

/** From this length on, a cell in a narrow table would be as narrow as its longest word. */
const LONG_CELL = 24;

export const markdownElements: Components = {
  a: ({ node, children }) => (
    <MarkdownLink href={attribute(node, "href")} text={textOf(node)} dir={attribute(node, "dir")}>
      {children}
    </MarkdownLink>
  ),
  button: ({ node }) => <CitationMark number={Number(attribute(node, "value"))} />,
  span: ({ children }) => <span className="with-mark">{children}</span>,
  div: ({ children }) => <p className="mark-line">{children}</p>,
  h1: MarkdownHeading,
  h2: MarkdownHeading,
  h3: MarkdownHeading,
  h4: MarkdownHeading,
  h5: MarkdownHeading,
  h6: MarkdownHeading,
  code: ({ node, children }) =>
    hasMath(node) ? <MathText code={textOf(node)} isDisplay={false} /> : <code dir="ltr">{children}</code>,
  img: () => null,
  input: ({ node }) => <TaskBox isDone={node?.properties.checked === true} />,
  pre: ({ node }) => {
    const code = node?.children[0];
    const language = code?.type === "element" ? languageOf(code) : "";
    if (language === "math") return <MathText code={textOf(node)} isDisplay />;
    return <CodeBlock code={textOf(node).replace(/\n$/, "")} language={language} />;
  },
  td: ({ node, ...props }) => (
    <td {...props} className={textOf(node).length >= LONG_CELL ? "long-cell" : undefined} />
  ),
  table: ({ dir, children }) => <MarkdownTable dir={dir}>{children}</MarkdownTable>,
};

function attribute(node: Element | undefined, name: string): string {
  const value = node?.properties[name];
  return typeof value === "string" ? value : "";
}

function hasMath(node: Element | undefined): boolean {
  const classes = node?.properties.className;
  return Array.isArray(classes) && classes.includes("math-inline");
}

function languageOf({ properties }: Element): string {
  const classes = Array.isArray(properties.className) ? properties.className : [];
  return /^language-([\w+#-]{1,20})/.exec(String(classes[0] ?? ""))?.[1]?.toLowerCase() ?? "";
}
