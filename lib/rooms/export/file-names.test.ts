import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileNames, safeFileName } from "./file-names.ts";

describe("names of files in an archive", () => {
  it.each([
    ["photo.jpg", "photo.jpg"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["..\\..\\windows\\x.exe", "_.._windows_x.exe"],
    ["C:\\boot.ini", "C__boot.ini"],
    ["/etc/hosts", "_etc_hosts"],
    ["..", "file"],
    [".htaccess", "htaccess"],
    ["con.txt", "_con.txt"],
    ["gpj.\u202egnp.exe", "gpj.gnp.exe"],
    ["a\u0000b\nc.txt", "abc.txt"],
    ["", "file"],
    ["Ü berblick.pdf ", "Ü berblick.pdf"],
    [`${"a".repeat(300)}.jpeg`, `${"a".repeat(95)}.jpeg`],
  ])("are safe: %j", (name, safe) => expect(safeFileName(name)).toBe(safe));

  it("are unique, also where case is ignored", () => {
    const names = new FileNames();
    const taken = ["a.jpg", "A.JPG", "a.jpg", "a (2).jpg", "b"].map((name) => names.take(name));
    expect(taken).toEqual(["a.jpg", "A (2).JPG", "a (3).jpg", "a (2) (2).jpg", "b"]);
  });

  it("never leave their folder or collide, whatever people type", () => {
    const name = fc.string({
      unit: fc.constantFrom("a", "A", ".", "/", "\\", " ", ":", "\u0000", "\u202e", "é", "(2)"),
    });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (all) => {
        const names = new FileNames();
        const taken = all.map((one) => names.take(one));
        for (const one of taken) expect(one).not.toMatch(/[/\\:\0]|^\.|^$/);
        expect(new Set(taken.map((one) => one.toLowerCase())).size).toBe(taken.length);
      }),
    );
  });
});
