type Part = { question: string | null; text: string };

/** Splits what the form composed: each answer below its question. Other text is one part. */
function partsOf(content: string): Part[] {
  const [first = "", ...rest] = content.split(/^\*\*(.+)\*\*$/m);
  const parts: Part[] = first.trim() === "" ? [] : [{ question: null, text: first.trim() }];
  for (let at = 0; at < rest.length; at += 2)
    parts.push({ question: rest[at] ?? "", text: (rest[at + 1] ?? "").trim() });
  return parts;
}

/** An update's text, with the questions it answers set apart. */
export function UpdateText({ content }: { content: string }) {
  return (
    <div className="grid gap-2.5">
      {partsOf(content).map(({ question, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
        <div key={index}>
          {question !== null && (
            <p dir="auto" className="text-small text-ink-muted">
              {question}
            </p>
          )}
          <p dir="auto" className="text-body whitespace-pre-line wrap-anywhere">
            {text}
          </p>
        </div>
      ))}
    </div>
  );
}
