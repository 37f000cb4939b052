import type { ReactNode } from "react";
import { hiddenDestination, safeUrl } from "./safe-url.ts";

type MarkdownLinkProps = { href: string; text: string; dir: string; children: ReactNode };

/**
 * Opens in a new tab without opener or referrer, and shows the destination when the text hides it. The text
 * is isolated, so that its direction marks cannot reorder the destination or the words around the link.
 */
export function MarkdownLink({ href, text, dir, children }: MarkdownLinkProps) {
  const url = safeUrl(href);
  const shown = <span dir={dir || "auto"}>{children}</span>;
  if (!url) return shown;
  const destination = hiddenDestination(url, text);
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer nofollow ugc" dir={dir || undefined}>
      {shown}
      {destination && (
        <span className="link-host" dir="ltr">
          {" "}
          ({destination})
        </span>
      )}
    </a>
  );
}
