import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Chat } from "#components/chat/chat.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { loadDemoLinks, loadDemoRoom, loadShowcase } from "./_load-showcase.ts";

/** The demo's chatbot that answers from the documentation. */
const DOCS = "/c/parley";
const facts = ["Grounded", "Loss", "Tenancy", "Own", "Open", "Licence"] as const;

export default async function Page() {
  const [t, chatbot, links, room] = await Promise.all([
    getTranslations("marketing"),
    loadShowcase(),
    loadDemoLinks(),
    loadDemoRoom(),
  ]);
  const hasDocs = links.includes("parley");
  return (
    <main className="mx-auto max-w-5xl px-5 pt-6 pb-24 sm:px-8 sm:pt-8">
      <SkipLink href="#demo">{t("skip")}</SkipLink>
      <div className="flex items-center justify-between">
        <p className="font-semibold tracking-tight text-accent">Parley</p>
        <div className="flex items-center gap-1">
          {hasDocs && (
            <Link className={buttonClass("ghost", "max-sm:hidden")} href={DOCS} prefetch={false}>
              {t("docs")}
            </Link>
          )}
          <Link className={buttonClass("outline", "me-1")} href="/admin" prefetch={false}>
            {t("studio")}
          </Link>
          <ThemeToggle />
        </div>
      </div>
      <h1 className="mt-8 max-w-4xl text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-[2.625rem] sm:leading-[1.12]">
        {t("heading")}
      </h1>
      <p className="mt-4 max-w-3xl text-[1.0625rem] leading-relaxed text-ink-soft text-pretty">{t("lead")}</p>

      <section id="demo" className="mt-9 scroll-mt-6" aria-label={t("demoLabel")}>
        {chatbot ? (
          <>
            <Chat
              embedded
              chatbot={chatbot}
              initialConversation={null}
              initialMessages={null}
              initialList={null}
              now=""
            />
            <p className="mt-3 flex flex-wrap justify-between gap-x-6 gap-y-1 px-1 text-sm text-ink-muted">
              {t("demoHint")}
              <span className="flex flex-wrap gap-x-5 gap-y-1">
                {links.map((handle) => (
                  <Link
                    key={handle}
                    className="font-medium text-accent hover:underline"
                    href={`/c/${handle}`}
                    prefetch={false}
                  >
                    {t(`demoLinks.${handle}`)}
                  </Link>
                ))}
                {room && (
                  <Link
                    className="font-medium text-accent hover:underline"
                    href={`/r/${room}`}
                    prefetch={false}
                  >
                    {t("demoRoom")}
                  </Link>
                )}
                <Link className="font-medium text-accent hover:underline" href="/rooms/new" prefetch={false}>
                  {t("rooms")}
                </Link>
                <Link
                  className="font-medium text-accent hover:underline"
                  href={`/c/${chatbot.handle}`}
                  prefetch={false}
                >
                  {t("demoFull")}
                </Link>
              </span>
            </p>
          </>
        ) : (
          <div className="rounded-2xl border border-line bg-surface px-6 py-16 text-center">
            <h2 className="font-semibold">{t("demoMissingTitle")}</h2>
            <p className="mt-1 text-ink-muted">{t("demoMissingBody")}</p>
          </div>
        )}
      </section>

      <section className="mt-20 grid gap-x-12 gap-y-6 md:grid-cols-[2fr_3fr]">
        <div>
          <h2 className="text-xl font-semibold tracking-tight">{t("runHeading")}</h2>
          <p className="mt-2 text-ink-soft text-pretty">{t("runLead")}</p>
        </div>
        <ol className="divide-y divide-line rounded-2xl border border-line bg-surface">
          {(["First", "Second"] as const).map((step) => (
            <li
              key={step}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-4"
            >
              <code className="font-mono text-body">{t(`run${step}`)}</code>
              <span className="text-sm text-ink-muted">{t(`run${step}Note`)}</span>
            </li>
          ))}
        </ol>
      </section>

      <section className="mt-20">
        <h2 className="text-xl font-semibold tracking-tight">{t("factsHeading")}</h2>
        <dl className="mt-6 grid gap-x-12 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
          {facts.map((fact) => (
            <div key={fact} className="border-t border-line pt-4">
              <dt className="font-medium">{t(`fact${fact}Title`)}</dt>
              <dd className="mt-1 text-body text-ink-soft text-pretty">{t(`fact${fact}Body`)}</dd>
            </div>
          ))}
        </dl>
      </section>

      <footer className="mt-20 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line pt-6 text-small text-ink-muted">
        <p>{t("license")}</p>
        <nav aria-label={t("footer")} className="flex flex-wrap gap-x-6 gap-y-2">
          {hasDocs && (
            <Link className="hover:text-ink hover:underline" href={DOCS} prefetch={false}>
              {t("docs")}
            </Link>
          )}
          <Link className="hover:text-ink hover:underline" href="/sign-up" prefetch={false}>
            {t("signUp")}
          </Link>
          <Link className="hover:text-ink hover:underline" href="/sign-in" prefetch={false}>
            {t("signIn")}
          </Link>
        </nav>
      </footer>
    </main>
  );
}
