export const usage = `Usage: npm run parley -- COMMAND

  ingest PATH [--chatbot HANDLE] [--source NAME] [--delete-missing] [--json]
      Adds a file, or a folder with all its subfolders, to a chatbot's knowledge: .md .html .txt .csv .json .pdf .docx
      .xlsx .pptx and similar. Running it again uploads only what changed and deletes documents whose files are gone.
      Nothing is deleted if part of the folder cannot be read. If all files are gone, or more than half of them (and
      more than 10), documents are deleted only with --delete-missing.
      --source NAME   stores the documents under this name instead of the folder's path on this machine
  ingest https://…  [--chatbot HANDLE] [--source NAME] [--json]
      Adds a public web page, which the server fetches. Running it again updates the page if it has changed. If the
      URL is a sitemap.xml, adds all pages it lists.
      --site          crawls the site from that page on, within its folder
      --depth N, --max-pages N   crawl limits (default: 3 links, 200 pages)
      --every MINUTES sync schedule (15 to 43200); 0 turns it off

  search "WORDS" [--chatbot HANDLE] [--limit N] [--json]
  search --file QUERIES [--chatbot HANDLE] [--limit N]
      Finds passages. --file reads one query per line ("-": standard input) and prints one JSON object per line, in
      the same order.

  ask "QUESTION" [--chatbot HANDLE] [--json]
      Streams the answer and prints its sources.

  eval FILE [--chatbot HANDLE] [--first N] [--parallel N] [--json] [--min-right SHARE] …
      Asks golden questions and grades the answers. Each question gets its own conversation, which is deleted afterwards.
      FILE is JSON Lines, a JSON array, or an object with "questions". A question is
        { "question": "…", "source": "PATH, title or URL" | "sources": [any of several], "page": N,
          "heading": "…", "facts": ["each must be in the answer", ["any", "of these"]], "unanswerable": true,
          "after": ["earlier questions of the conversation"], "kind": "name for the summary" }
      --first N       how many search results count as found (default: 8)
      --parallel N    how many questions to ask at a time (default: 2, maximum: 16)
      --json          prints one JSON object per question, then one with the summary
      Exits with code 1 if a question could not be asked or a threshold is not met. Thresholds (a SHARE is 0.9 or 90%):
        --min-right  --min-cited  --min-found  --min-facts  --max-wrong  --max-false-declines
        --max-false-answers

  queue:probe [--timeout SECONDS] [--json]
      Sends a test job through the queue and prints when it was picked up and done. Exits with code 1 if no worker
      finishes it in time (default: 10 seconds, maximum: 50). With DATABASE_URL it needs no server and no API key, and
      uses the workspace set with --tenant SLUG, or the first one.

  projections:rebuild [--tenant SLUG]
      Rebuilds the check-in tables from all events, beside the old rows, and then replaces those.
  projections:verify [--tenant SLUG]
      Compares the check-in tables with the events. If they differ, lists the differences and exits with code 1.
  events:export FILE [--tenant SLUG]
      Writes a workspace's check-in events as JSON Lines ("-": standard output).
  events:import FILE [--tenant SLUG] [--dry-run]
      Adds the events from such a file. Running it again adds nothing.
  events:import --events URL [--projections URL] [--map FILE] [--tenant SLUG] [--dry-run]
      Adds the events from an older database (events.events), and rows of its projections (teams, status_updates) that
      no event explains. Compares counts and hashes of both sides.
      --map FILE      a JSON object from old names of event types to new ones, such as
                      { "TeamRegistered": "team.registered", "StatusUpdateSubmitted": "update.submitted" }
      The projections and events commands work on the database directly: DATABASE_URL, or DATA_DIR while no server
      runs. Without --tenant they use the workspace "demo" or the only one; rebuild and verify use every workspace.

  help
      Prints this text.

Where commands run: on the server set with --server URL, using the API key set with --key KEY or, to keep it out of the
process list, in the environment variable PARLEY_API_KEY. Without --server, commands use the server that is running on
DATA_DIR (.data), with the demo's API key. If none is running, they open the data directory directly and use the demo's
workspace or the one set with --tenant SLUG. In the demo, --chatbot is optional (default: "support").
`;
