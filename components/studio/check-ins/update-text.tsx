import { partsOf } from "./update-parts.ts";

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
