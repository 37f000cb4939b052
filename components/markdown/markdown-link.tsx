import type { ReactNode } from "react";
import { hiddenDestination, safeUrl } from "./safe-url.ts";

/** Opens in a new tab without opener or referrer, and shows the destination when the text hides it. */
export function MarkdownLink({ href, text, children }: { href: string; text: string; children: ReactNode }) {
  const url = safeUrl(href);
  if (!url) return <span>{children}</span>;
  const destination = hiddenDestination(url, text);
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
      {destination && <span className="link-host"> ({destination})</span>}
    </a>
  );
}
