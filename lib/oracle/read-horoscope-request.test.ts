import { expect, test } from "vitest";
import { readHoroscopeRequest } from "./read-horoscope-request.ts";

const day = { span: "day", when: "now" };
const tomorrow = { span: "day", when: "next" };
const week = { span: "week", when: "now" };

test.each([
  ["What is my horoscope?", [], day],
  ["What does my week look like? I'm a Leo", [], { sign: "leo", ...week }],
  ["horoscope for tomorrow please, gemini", [], { sign: "gemini", ...tomorrow }],
  ["Weekly horoscope for Virgo", [], { sign: "virgo", ...week }],
  ["my horoscope for next week", [], { span: "week", when: "next" }],
  ["for tomorrow, leo", [], { sign: "leo", ...tomorrow }],
  ["Leo", [], { sign: "leo", ...day }],
  ["I'm a Leo.", ["What is my horoscope?"], { sign: "leo", ...day }],
  ["leo", ["horoscope for tomorrow"], { sign: "leo", ...tomorrow }],
  ["and tomorrow?", ["What is my horoscope?", "Leo"], { sign: "leo", ...tomorrow }],
  ["what about next week", ["horoscope for Virgo"], { sign: "virgo", span: "week", when: "next" }],
  ["and for a Taurus?", ["horoscope for Virgo"], { sign: "taurus", ...day }],
  ["my birthday is 12 march 1990, what is my sign?", [], { birthday: "1990-03-12", ...day }],
  ["I was born on 5 August", [], { birthday: "2000-08-05", ...day }],
  ["and tomorrow?", ["I was born on August 5th"], { birthday: "2000-08-05", ...tomorrow }],
])("%s after %j", (message, earlier, request) =>
  expect(readHoroscopeRequest(message, earlier)).toEqual(request),
);

test.each([
  ["and tomorrow?", []],
  ["and tomorrow?", ["What phase is the moon in?"]],
  ["my horoscope for next year", []],
  ["what was my horoscope yesterday", []],
  ["Am I compatible with a Scorpio?", []],
  ["What does the tower mean?", []],
  ["How do I treat cancer?", []],
  ["I was born in a small town", []],
  ["Is the shop open tomorrow?", ["horoscope for Virgo"]],
])("%s after %j asks for none", (message, earlier) =>
  expect(readHoroscopeRequest(message, earlier)).toBeNull(),
);
