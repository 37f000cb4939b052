import { content, html, redirect, type TestSite } from "./test-site.ts";

const CHAPTERS = 10;

/** Paths of the manual's 200 pages, in order of discovery. */
export function manualPaths(): string[] {
  const chapters = Array.from({ length: CHAPTERS }, (_, i) => `/docs/chapter-${i + 1}/`);
  const sections = chapters.flatMap((chapter, i) => sectionsOf(chapter, i));
  return ["/docs/", ...chapters, "/docs/manual.pdf", ...sections];
}

/** 188 in total. */
function sectionsOf(chapter: string, index: number): string[] {
  const count = index < 8 ? 19 : 18;
  return Array.from({ length: count }, (_, i) => `${chapter}${i + 1}.html`);
}

/**
 * A manual of 200 pages below /docs/ (one of them a PDF) with a sitemap, plus what real sites have besides:
 * an endless calendar, a redirect loop, an index page with two names, three kinds of login page, drafts, a
 * part closed to crawlers, links to other hosts, missing pages and private addresses, pictures, and a page
 * whose server fails.
 */
export function buildManual(site: TestSite): void {
  const { set, at } = site;
  const chapters = Array.from({ length: CHAPTERS }, (_, i) => `/docs/chapter-${i + 1}/`);
  const pdf = Buffer.from("%PDF-1.4\nA manual.\n%%EOF\n");
  const beside = [
    "/docs/index.html",
    "/docs/calendar?month=1",
    "/docs/circle-a",
    "/docs/draft",
    "/docs/tagged",
    "/docs/members",
    "/docs/account",
    "/docs/closed",
    "/docs/broken",
    "/docs/private/plans",
    "/docs/old",
    "/docs/away",
    "/docs/into-the-house",
    "/docs/print?page=1",
    "/docs/moved.html",
    "/docs/missing",
    "/docs/logo.png",
    "/docs/picture",
    "/docs/data.bin",
    "/blog/",
    at("/docs/", "other.example"),
    "http://127.0.0.1/admin",
    "mailto:harbour@docs.example",
  ];
  const index = html("Manual", [...chapters, "/docs/manual.pdf", ...beside, "#top", "/docs/?utm_source=x"]);
  set(
    "/robots.txt",
    content("User-agent: *\nDisallow: /docs/private/\n\nSitemap: /map.xml\n", {
      "content-type": "text/plain",
    }),
  );
  set("/docs/", content(index));
  set("/docs/index.html", content(index));
  chapters.forEach((chapter, i) => {
    const sections = sectionsOf(chapter, i);
    set(
      chapter,
      content(html(`Chapter ${i + 1}`, [...sections.map((one) => one.slice(chapter.length)), "../"])),
    );
    sections.forEach((section, j) => {
      const next = sections[j + 1] ?? "/docs/";
      set(section, content(html(`Section ${i + 1}.${j + 1}`, [next, chapter, "/docs/"])));
    });
  });
  const dated = {
    "content-type": "application/pdf",
    etag: "",
    "last-modified": "Mon, 02 Nov 2026 08:00:00 GMT",
  };
  set("/docs/manual.pdf", (request, response) => {
    const { etag: _, ...headers } = dated;
    const isKnown = request.headers["if-modified-since"] === dated["last-modified"];
    response.writeHead(isKnown ? 304 : 200, headers).end(isKnown ? undefined : pdf);
  });
  set(
    "/map.xml",
    content(sitemap(manualPaths().map((path) => at(path))), { "content-type": "application/xml" }),
  );

  set("/docs/calendar", (request, response) => {
    const month = Number(new URL(request.url ?? "", "http://x").searchParams.get("month"));
    content(html(`Month ${month}`, [`/docs/calendar?month=${month + 1}`]))(request, response);
  });
  set("/docs/circle-a", redirect("/docs/circle-b", 301));
  set("/docs/circle-b", redirect("/docs/circle-a", 301));
  set("/docs/draft", content(html("Draft", ["/docs/chapter-1/"], '<meta name="robots" content="noindex">')));
  set("/docs/tagged", content(html("Tagged"), { "x-robots-tag": "noindex, nofollow" }));
  set("/docs/members", redirect("/login?next=/docs/members"));
  set("/docs/account", content("<h1>Sign in</h1><form><input name=user><input type=password></form>"));
  set("/docs/closed", (_, response) => response.writeHead(401).end("No."));
  set("/docs/broken", (_, response) => response.writeHead(500).end("Sorry."));
  set("/docs/private/plans", content(html("Plans")));
  set("/docs/old", redirect("/docs/chapter-1/", 308));
  set("/docs/away", redirect(at("/docs/", "other.example")));
  set("/docs/into-the-house", redirect(at("/", "127.0.0.1"), 307));
  set(
    "/docs/print",
    content(html("Section 1.1 to print", [], '<link rel="canonical" href="/docs/chapter-1/1.html">')),
  );
  set(
    "/docs/moved.html",
    content(
      '<meta http-equiv="refresh" content="0; url=/docs/chapter-2/"><a href="/docs/chapter-2/">moved</a>',
    ),
  );
  set("/docs/picture", content("picture", { "content-type": "image/png" }));
  set("/docs/data.bin", content("\0\0", { "content-type": "application/octet-stream" }));
  set("/login", content("<form><input type=password></form>"));
  set("/blog/", content(html("Blog")));
}

function sitemap(addresses: string[]): string {
  const entries = addresses.map((one) => `<url><loc>${one}</loc><lastmod>2026-11-01</lastmod></url>`);
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>`;
}
