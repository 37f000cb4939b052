import Link from "next/link";

type Props = { label: string; links: { href: string; label: string }[] };

export function Breadcrumbs({ label, links }: Props) {
  return (
    <nav aria-label={label} className="mb-1.5 flex min-w-0 gap-1.5 text-small text-ink-muted">
      {links.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          className="truncate hover:text-ink not-first:before:me-1.5 not-first:before:content-['›']"
        >
          <bdi>{label}</bdi>
        </Link>
      ))}
    </nav>
  );
}
