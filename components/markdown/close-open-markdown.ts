import remend from "remend";

const openTags = /<(\/?)(sub|sup)>/gi;
const code = /(`+)[\s\S]*?(?:\1|$)/g;

/** Closes markup that the stream has not closed yet, and drops a partial citation mark or tag. */
export function closeOpenMarkdown(text: string): string {
  const whole = text.replace(/ ?\[\d{0,3}$|<\/?(?:br?|s(?:u[bp]?)?)?$/i, "");
  return remend(whole, { linkMode: "text-only", htmlTags: false }) + missingTags(whole);
}

function missingTags(text: string): string {
  const open: string[] = [];
  for (const [, slash, name = ""] of text.replace(code, "").matchAll(openTags)) {
    if (slash === "") open.unshift(name);
    else open.shift();
  }
  return open.map((name) => `</${name}>`).join("");
}
