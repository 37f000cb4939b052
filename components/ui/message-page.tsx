import type { ReactNode } from "react";

type MessagePageProps = { title: string; body: string; note?: string; children: ReactNode };

/** A page with only a message and links. */
export function MessagePage({ title, body, note, children }: MessagePageProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-3 px-6 py-16">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="text-ink-soft text-pretty">{body}</p>
      {note && <p className="font-mono text-xs text-ink-muted">{note}</p>}
      <div className="mt-3">{children}</div>
    </main>
  );
}
