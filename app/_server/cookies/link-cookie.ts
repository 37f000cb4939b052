import { isHttps } from "../routes/is-https.ts";

const NAME = "parley_links";
const SECONDS = 90 * 24 * 3_600;
/** As many as anyone has a use for, and few enough that the cookie stays small. */
const MOST = 12;
const shape = /^[A-Za-z0-9_-]{43}$/;

const nameFor = (secure: boolean) => `${secure ? "__Host-" : ""}${NAME}`;

/** Whether something from outside may be the key of a chatbot's link. */
export const isLinkKey = (key: string) => shape.test(key);

/** Keys of the links that a browser has come by, the newest first. Each opens the one chatbot it was made for. */
export function chatbotLinks(headers: Headers): string[] {
  const pairs = (headers.get("cookie") ?? "").split(/;\s*/);
  for (const secure of [true, false]) {
    const start = `${nameFor(secure)}=`;
    const found = pairs.find((pair) => pair.startsWith(start));
    if (found) return found.slice(start.length).split(".").filter(isLinkKey).slice(0, MOST);
  }
  return [];
}

/** A `set-cookie` header that remembers one more link. */
export function rememberLink(headers: Headers, key: string): string {
  const secure = isHttps(headers);
  const keys = [key, ...chatbotLinks(headers).filter((one) => one !== key)].slice(0, MOST);
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${SECONDS}${secure ? "; Secure" : ""}`;
  return `${nameFor(secure)}=${keys.join(".")}; ${flags}`;
}
