import Link from "next/link";
import type { ReactNode } from "react";
import { SectionTitle } from "#components/ui/section.tsx";

type Item = { key: string; text: string; href: string; note?: string };
type Props = {
  title: string;
  note?: string | null;
  items: readonly Item[];
  none: string;
  children?: ReactNode;
};

/** A list whose entries open what they count. */
export function RankedList({ title, note, items, none, children }: Props) {
  return (
    <section className="grid min-w-0 content-start gap-2">
      <SectionTitle>{title}</SectionTitle>
      {note && items.length > 0 && <p className="text-small text-ink-muted">{note}</p>}
      {items.length === 0 ? (
        <p className="text-small text-ink-muted">{none}</p>
      ) : (
        <ol className="rounded-panel border border-line bg-raised *:not-first:border-t *:not-first:border-line">
          {items.map(({ key, text, href, note: count }) => (
            <li key={key}>
              <Link href={href} className="flex items-baseline gap-3 px-4 py-2.5 text-small hover:bg-sunken">
                <span dir="auto" className="line-clamp-2 min-w-0 flex-1 wrap-anywhere">
                  {text}
                </span>
                {count && <span className="shrink-0 text-ink-muted tabular-nums">{count}</span>}
              </Link>
            </li>
          ))}
        </ol>
      )}
      {children}
    </section>
  );
}
