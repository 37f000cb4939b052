import Link from "next/link";
import type { ReactNode } from "react";
import { Texts } from "#app/_server/pages/texts.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";

type Props = { title: string; children: ReactNode; foot?: ReactNode };

/** The layout of the sign-in pages. */
export function AuthPage({ title, children, foot }: Props) {
  return (
    <Texts of={["account"]}>
      <div className="flex min-h-dvh flex-col px-5">
        <header className="flex items-center justify-between py-5">
          <Link href="/" className="font-semibold tracking-tight text-accent">
            Parley
          </Link>
          <ThemeToggle />
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center pb-28">
          <h1 className="mb-6 text-2xl font-semibold tracking-tight">{title}</h1>
          {children}
          {foot && <div className="mt-6 grid gap-2 text-sm text-ink-muted">{foot}</div>}
        </main>
      </div>
    </Texts>
  );
}
