import { expect, test } from "vitest";
import { isLoginPage } from "./detect-login-page.ts";

const from = "https://a.example/members/page";

test.each([
  ["https://a.example/login", true],
  ["https://a.example/login?next=/members/page", true],
  ["https://a.example/users/sign_in", true],
  ["https://a.example/Account/LogIn.aspx", true],
  ["https://a.example/wp-login.php?redirect_to=x", true],
  ["https://login.microsoftonline.example/x", true],
  ["https://accounts.b.example/o", true],
  ["https://a.example/oauth2/authorize?x", true],
  ["https://a.example/members/page/", false],
  ["https://a.example/blogin", false],
  ["https://a.example/docs/authentication", false],
  ["https://a.example/?login", false],
])("to %s: %s", (to, expected) => {
  expect(isLoginPage(from, to)).toBe(expected);
});

test("a page about signing in may redirect", () => {
  expect(isLoginPage("https://a.example/docs/login", "https://a.example/docs/login/")).toBe(false);
});
