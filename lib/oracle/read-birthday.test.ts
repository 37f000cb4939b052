import { expect, test } from "vitest";
import { readBirthday } from "./read-birthday.ts";

test.each([
  ["I was born on 5 August", "2000-08-05"],
  ["my birthday is 12 march 1990", "1990-03-12"],
  ["birthday: March 12th, 1990", "1990-03-12"],
  ["born the 1st of Sept", "2000-09-01"],
  ["my date of birth is 1990-03-12", "1990-03-12"],
  ["born 29.2.1992", "1992-02-29"],
])("%s is %s", (message, date) => expect(readBirthday(message)).toBe(date));

test.each(["on 5 August", "born 03/04/1990", "born 31 February", "I was born in May", "born 99.99.1990"])(
  "%s states none",
  (message) => expect(readBirthday(message)).toBeNull(),
);
