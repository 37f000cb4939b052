import { isHttps } from "../http/is-https.ts";
import { readHostCookie, writeHostCookie } from "./host-cookie.ts";

const NAME = "parley_links";
const SECONDS = 90 * 24 * 3_600;
/** Keeps the cookie small. */
const MAX_LINKS = 12;
const shape = /^[A-Za-z0-9_-]{43}$/;

/** Whether a value has the shape of a chatbot link's key. */
export const isLinkKey = (key: string) => shape.test(key);

/** Keys of the chatbot links that a browser has followed, newest first. Each opens one chatbot. */
export function chatbotLinks(headers: Headers): string[] {
  return (readHostCookie(headers, NAME) ?? "").split(".").filter(isLinkKey).slice(0, MAX_LINKS);
}

/** A `set-cookie` header that adds a link. */
export function rememberLink(headers: Headers, key: string): string {
  const keys = [key, ...chatbotLinks(headers).filter((one) => one !== key)].slice(0, MAX_LINKS);
  return writeHostCookie(NAME, keys.join("."), { secure: isHttps(headers), maxAge: SECONDS });
}
