import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPlace } from "./read-place.ts";
import { walkFolder } from "./walk-folder.ts";

let root: string;

function write(path: string, text = "text"): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const paths = () => walkFolder(join(root, "docs")).files.map((file) => file.path);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "parley-walk-")));
  mkdirSync(join(root, "docs"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("walkFolder", () => {
  it("takes the kinds it knows, sorted by path, and counts the others", () => {
    for (const name of ["b/z.md", "b.html", "a.TXT", "c.xhtml", "d.htm", "e.markdown", "f.text"])
      write(`docs/${name}`);
    for (const name of ["x.css", "b/y.css", "README", "md", "pic.png"]) write(`docs/${name}`);
    const walk = walkFolder(join(root, "docs"));
    expect(walk.files.map((file) => file.path)).toEqual([
      "a.TXT",
      "b.html",
      "b/z.md",
      "c.xhtml",
      "d.htm",
      "e.markdown",
      "f.text",
    ]);
    expect(walk.files[0]?.bytes).toBe(4);
    expect([...walk.leftOut].sort()).toEqual([
      ["", 2],
      [".css", 2],
      [".png", 1],
    ]);
    expect(walk.unreadable).toEqual([]);
  });

  it("passes over dot files, dot folders and node_modules", () => {
    for (const name of [
      ".git/a.md",
      ".hidden.md",
      "node_modules/p/README.md",
      "x/node_modules/a.md",
      "y.md",
    ]) {
      write(`docs/${name}`);
    }
    expect(paths()).toEqual(["y.md"]);
  });

  it("leaves out links that leave the folder or lead nowhere", () => {
    write("secret/key.md");
    write("docs-other/a.md");
    write("docs/a.md");
    symlinkSync(join(root, "secret"), join(root, "docs/out"));
    symlinkSync(join(root, "secret/key.md"), join(root, "docs/key.md"));
    symlinkSync(join(root, "docs-other"), join(root, "docs/other"));
    symlinkSync(join(root, "nowhere"), join(root, "docs/broken.md"));
    expect(paths()).toEqual(["a.md"]);
    expect(walkFolder(join(root, "docs")).strayLinks).toBe(4);
  });

  it("reads nothing twice, and ends, when links go round inside the folder", () => {
    write("docs/v2/a.md");
    symlinkSync(join(root, "docs/v2"), join(root, "docs/latest"));
    symlinkSync(join(root, "docs"), join(root, "docs/v2/up"));
    symlinkSync(join(root, "docs/v2/a.md"), join(root, "docs/again.md"));
    expect(paths()).toEqual(["v2/a.md"]);
  });

  it("follows a link inside the folder when its target has no readable name itself", () => {
    write("docs/LICENSE");
    symlinkSync(join(root, "docs/LICENSE"), join(root, "docs/license.txt"));
    expect(paths()).toEqual(["license.txt"]);
  });
});

describe("readPlace", () => {
  it("keeps a folder under its real path, however it is written", () => {
    write("docs/a.md");
    symlinkSync(join(root, "docs"), join(root, "link"));
    for (const path of ["docs", "./docs/", "link", join(root, "docs/../docs")]) {
      expect(readPlace(path, root).source).toEqual({
        kind: "folder",
        origin: join(root, "docs"),
        name: "docs",
      });
    }
  });

  it("keeps it under a name where one is given", () => {
    expect(readPlace("docs", root, "Manual").source).toMatchObject({ origin: "name:Manual", name: "Manual" });
  });

  it("takes one file by its own name", () => {
    write("docs/a.md");
    const { source, walk } = readPlace("docs/a.md", root);
    expect(source).toEqual({ kind: "file", origin: join(root, "docs/a.md"), name: "a.md" });
    expect(walk.files).toEqual([{ path: "a.md", file: join(root, "docs/a.md"), bytes: 4 }]);
  });

  it("says what is wrong with a path", () => {
    write("a.exe");
    expect(() => readPlace("nope", root)).toThrow("nope does not exist.");
    expect(() => readPlace("a.exe", root)).toThrow("not a supported file type");
  });
});
