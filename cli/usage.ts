export const usage = `npm run parley -- COMMAND

  ingest PATH [--chatbot SLUG] [--source NAME] [--delete-missing] [--json]
      Feeds a file, or a folder with all below it, to a chatbot: .md .html .txt .csv .json .pdf .docx .xlsx .pptx
      and their kin.
      Running it again sends only what changed and deletes what is gone from the folder. Nothing is deleted when a
      part of the folder cannot be read; and when more than half of the documents (over 10), or all, are gone,
      only with --delete-missing.
  ingest https://…  [--chatbot SLUG] [--source NAME] [--json]
      Has the server read a public web page. Running it again asks whether the page has changed.
      --site          reads the site from that page on, in its folder and below; a sitemap.xml reads what it lists
      --depth N, --max-pages N   how far (3 links, 200 pages)
      --every MINUTES looks again by itself (15 to 43200); 0 ends that
      --source NAME   keeps the documents under this name instead of the folder's place on this machine

  search "WORDS" [--chatbot SLUG] [--limit N] [--json]
  search --file QUERIES [--chatbot SLUG] [--limit N]
      Finds passages. --file: one query a line ("-": standard input), one JSON object a line out, in order.

  ask "QUESTION" [--chatbot SLUG] [--json]
      Streams the answer and prints its sources.

  eval FILE [--chatbot SLUG] [--first N] [--parallel N] [--json] [--min-right SHARE] …
      Asks golden questions and judges the answers. Each is asked in a conversation of its own, deleted afterwards.
      FILE is JSON Lines, a JSON array, or an object with "questions"; a question is
        { "question": "…", "source": "PATH, title or address" | "sources": [any of several], "page": N,
          "heading": "…", "facts": ["each must stand in the answer", ["any", "of these"]], "unanswerable": true,
          "after": ["earlier questions of the conversation"], "kind": "name to sum up by" }
      --first N       how many passages of a search count as found (8)
      --parallel N    how many questions at a time (2, at most 16)
      --json          one JSON object a question, then one with the summary
      Exit code 1 when a question could not be asked, or one of these is missed (a SHARE is 0.9 or 90%):
        --min-right  --min-cited  --min-found  --min-facts  --max-false-declines  --max-false-answers

  help
      This text.

Where to (all commands): --server URL --key KEY names a server and an API key of it (or
PARLEY_API_KEY=KEY in the environment, which keeps it out of the process list). Without, the server that runs on
DATA_DIR (.data), with the demo's key; where none runs, the data directory itself, as the demo's workspace or the one
of --tenant SLUG. --chatbot may be left out where the demo is ("support").
`;
