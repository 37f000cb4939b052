import { describe, expect, test } from "vitest";
import { cleanInline } from "./clean-markdown.ts";

describe("cleanInline", () => {
  test.each([
    ["**Sag** is _part_ of the ~~old~~ travel", "Sag is part of the old travel"],
    ["see [the guide](https://a.example/x) now", "see the guide now"],
    ["![a cat](https://evil.example/?q=secret) sits", "a cat sits"],
    ["[![logo](u1)](https://evil.example) home", "logo home"],
    ["as shown [3] and [^4] and [5](https://evil.example)", "as shown and and"],
    ["call <b>now</b> <script>x</script>", "call now x"],
    ["run `a[1] **x** <b>` now", "run `a[1] **x** <b>` now"],
    ["snake_case_name and pg_dump stay", "snake_case_name and pg_dump stay"],
    ["## not a heading", "not a heading"],
    ["> quoted", "quoted"],
    ["mail <a@b.example>", "mail a@b.example"],
    ["3 < 5 and 7 > 2", "3 < 5 and 7 > 2"],
    ["kill -<signal> <pid>", "kill -\\<signal> \\<pid>"],
    ["already \\<escaped\\>", "already \\<escaped\\>"],
    ["ls [-l] [file …]", "ls [-l] [file …]"],
    ["<order number> and <br/> and <img src=x onerror=y>", "\\<order number> and and"],
    ["see [the **guide**][ref] and [option]", "see the guide and [option]"],
  ])("%s", (markdown, plain) => expect(cleanInline(markdown)).toBe(plain));

  test.each([
    "[[[x](a)](b)](https://evil.example)",
    "\\[click\\](https://evil.example)",
    "[a](b)[c](d](e)[f]:g",
    "![[[[[[x](1)](2)](3)](4)](5)](https://evil.example)",
    "[x]\n(https://evil.example)",
    "[[1]] [1[1]] [[[[[[1]]]]]]",
    '<scr<script>ipt>x</script> <svg/onload=alert(1)> <x y="1"> <a\nhref=x>',
    "<img src=x onerror=alert(1)",
  ])("leaves neither a live link nor a citation mark in %s", (hostile) => {
    const plain = cleanInline(hostile);
    expect(plain).not.toMatch(/(?<!\\)\]\(/);
    expect(plain).not.toMatch(/!\[/);
    expect(plain).not.toMatch(/(?<!\\)<[a-z/!]/i);
    expect(plain).not.toMatch(/\[\d+\]/);
  });
});
