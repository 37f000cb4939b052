import messages from "#i18n/en.json" with { type: "json" };

const { errors, meta } = messages;
const SOONEST_SECONDS = 4;
const SPREAD_SECONDS = 6;

const style = `
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #1c1e1d; background: #fff; }
header { padding: 1rem 1.5rem; font-weight: 600; border-bottom: 1px solid #e3e5e4; }
main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
a { color: #0f6b66; } small { color: #6a6f6d; }
@media (prefers-color-scheme: dark) {
  body { color: #ececea; background: #141514; } header { border-color: #2c2e2d; } a { color: #63cbc1; }
}`;

/**
 * A self-contained page for when pages cannot be rendered. It reloads after a random delay, so that readers
 * do not all hit a recovering database at once.
 */
export function unavailablePage({ requestId, nonce = "" }: { requestId: string; nonce?: string }): string {
  const seconds = SOONEST_SECONDS + Math.round(Math.random() * SPREAD_SECONDS);
  const reference = errors.reference.replace("{digest}", requestId);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${seconds}">
<title>${errors.unavailableTitle}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>${meta.title}</header>
<main>
<h1>${errors.unavailableTitle}</h1>
<p role="status">${errors.unavailableBody}</p>
<p><a href="">${errors.tryAgain}</a></p>
<p><small>${reference}</small></p>
</main>
</body>
</html>
`;
}
