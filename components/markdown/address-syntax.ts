import type { Code, Construct, Event, Extension, State, Tokenizer } from "micromark-util-types";
import { endsAddress } from "./address-end.ts";

declare module "micromark-util-types" {
  interface TokenTypeMap {
    literalAutolink: "literalAutolink";
    literalAutolinkHttp: "literalAutolinkHttp";
    literalAutolinkWww: "literalAutolinkWww";
  }
}

/**
 * Bare addresses as in GFM (https://github.github.com/gfm/#autolinks-extension-), ended also by CJK text and
 * punctuation. GFM ends them at a space only, and takes markup such as `**` that follows into the address.
 */
export function addressSyntax(): Extension {
  const web: Construct = { name: "cjkWebAddress", tokenize: tokenizeAddress, previous: startsWebAddress };
  const protocol: Construct = { name: "cjkAddress", tokenize: tokenizeAddress, previous: startsProtocol };
  return { text: { 72: protocol, 104: protocol, 87: web, 119: web } };
}

const trail: Construct = { partial: true, tokenize: tokenizeTrail };

const tokenizeAddress: Tokenizer = function tokenizeAddress(effects, ok, nok) {
  let prefix = "";
  let openParentheses = 0;
  /** Punctuation known not to end the address, which is not searched again for each of its characters. */
  let isMidPunctuation = false;

  const start: State = (code) => {
    effects.enter("literalAutolink");
    effects.enter(letter(code) === "w" ? "literalAutolinkWww" : "literalAutolinkHttp");
    return inPrefix(code);
  };
  const inPrefix: State = (code) => {
    prefix += letter(code);
    if (letter(code) === "" || !/^(?:https?:?\/{0,2}|h(?:tt?)?|w{1,3}\.?)$/.test(prefix)) return nok(code);
    effects.consume(code);
    return /^(?:https?:\/\/|www\.)$/.test(prefix) ? beforeHost : inPrefix;
  };
  const beforeHost: State = (code) =>
    /[\p{L}\p{N}]/u.test(letter(code)) && !isInLabel(this.events) ? inside(code) : nok(code);
  const inside: State = (code) => {
    if (isOver(code, this.previous)) return end(code);
    isMidPunctuation &&= isTrailing(code);
    if (letter(code) === "(") openParentheses += 1;
    if (letter(code) === ")" && openParentheses > 0) {
      openParentheses -= 1;
      return more(code);
    }
    if (isMidPunctuation || !isTrailing(code)) return more(code);
    return effects.check(trail, end, afterPunctuation)(code);
  };
  const more: State = (code) => {
    effects.consume(code);
    return inside;
  };
  const afterPunctuation: State = (code) => {
    isMidPunctuation = true;
    return more(code);
  };
  const end: State = (code) => {
    effects.exit(prefix.startsWith("w") ? "literalAutolinkWww" : "literalAutolinkHttp");
    effects.exit("literalAutolink");
    return ok(code);
  };
  return start;
};

/** Succeeds where only punctuation is left of the address, which then belongs to the sentence. */
function tokenizeTrail(this: ThisParameterType<Tokenizer>, ...[effects, ok, nok]: Parameters<Tokenizer>) {
  const inside: State = (code) => {
    if (isOver(code, this.previous)) return ok(code);
    if (!isTrailing(code)) return nok(code);
    effects.consume(code);
    if (letter(code) === "]") return afterBracket;
    return letter(code) === "&" ? inReference : inside;
  };
  const afterBracket: State = (code) => (/[([]/.test(letter(code)) ? ok(code) : inside(code));
  const inReference: State = (code) => {
    if (!/[a-z;]/.test(letter(code))) return nok(code);
    effects.consume(code);
    return letter(code) === ";" ? inside : inReference;
  };
  return inside;
}

function isOver(code: Code, previous: Code): boolean {
  if (code === null || code < 0 || /[\s<]/.test(letter(code))) return true;
  return endsAddress(String.fromCharCode(code), letter(previous));
}

function isTrailing(code: Code): boolean {
  return /[!"&'()*,.:;?\]_~]/.test(letter(code));
}

function startsWebAddress(previous: Code): boolean {
  return previous === null || previous < 0 || /[\s(*_[\]~]/.test(letter(previous));
}

function startsProtocol(previous: Code): boolean {
  return !/[a-z]/.test(letter(previous));
}

/** Negative codes stand for line endings and tabs. */
function letter(code: Code): string {
  return code === null || code < 0 ? "" : String.fromCharCode(code).toLowerCase();
}

/** Whether an open bracket may still make the address part of a link's text. */
function isInLabel(events: readonly Event[]): boolean {
  return events.some(
    ([, token]) => (token.type === "labelLink" || token.type === "labelImage") && !token._balanced,
  );
}
