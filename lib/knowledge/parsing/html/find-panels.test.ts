import { describe, expect, it } from "vitest";
import { parseHtml } from "./parse-html.ts";

const ANSWER = "The ferry carries nineteen bicycles on each trip.";
const page = (body: string, css = "") =>
  parseHtml(
    `<!doctype html><style>${css}</style><body><main><h1>Ferry</h1><p>Seen words.</p>${body}</main></body>`,
  );

describe("what a click opens is kept with its label", () => {
  it.each([
    ["named by the button", '<button aria-controls="x">Bicycles</button><div id="x" hidden>ANSWER</div>'],
    [
      "in an item of an accordion",
      '<div class="accordion-item"><button>Bicycles</button><div hidden>ANSWER</div></div>',
    ],
    [
      "under a heading that is clicked",
      '<h3 class="faq-title">Bicycles</h3><div class="faq-text" style="display:none">ANSWER</div>',
    ],
    [
      "under a heading with a button",
      '<h3><button aria-expanded="false">Bicycles</button></h3><div aria-hidden="true" style="visibility:hidden">ANSWER</div>',
    ],
    [
      "in a collapsed card",
      '<div class="card-header"><a data-bs-toggle="collapse" href="#c">Bicycles</a></div><div id="c" class="collapse" style="display:none"><div>ANSWER</div></div>',
    ],
    [
      "with a script",
      "<div onclick=\"flip('z')\">Bicycles</div><div><p>x</p></div><div id=z style='display:none'>ANSWER</div>",
    ],
    ["with a pointer", '<p style="cursor:pointer">Bicycles</p><div style="display:none">ANSWER</div>'],
    ["in a definition list", '<dl class="faq"><dt class="question">Bicycles</dt><dd hidden>ANSWER</dd></dl>'],
    ["in a list without classes", "<dl><dt>Bicycles</dt><dd style='display:none'>ANSWER</dd></dl>"],
    ["in a group, under its heading", "<div class='faq'><h3>Bicycles</h3><div hidden>ANSWER</div></div>"],
    ["after an element that acts as a button", "<div role=button>Bicycles</div><div hidden>ANSWER</div>"],
    [
      "that the page's script opens",
      "<p class='head'>Bicycles</p><div style='display:none'>ANSWER</div><script>$('.head').on('click', flip)</script>",
    ],
    [
      "of a row of tabs, in their order",
      "<div class='tabs'><button>Rowing</button><button>Bicycles</button></div><div>Row.</div><div hidden>ANSWER</div>",
    ],
    [
      "after a switch without a script",
      "<input type=checkbox id=x><label for=x>Bicycles</label><div hidden>ANSWER</div>",
    ],
    [
      "behind a link to more",
      '<p>Bicycles. <a href="#" class="read-more">More</a></p><div hidden>ANSWER</div>',
    ],
    [
      "of the first of some tabs",
      '<ul class="nav-tabs" role="tablist"><li><button role="tab" data-bs-target="#a">Bicycles</button></li><li><button role="tab" data-bs-target="#b">Boats</button></li></ul><div><div id="a">ANSWER</div><div id="b" hidden>x</div></div>',
    ],
    [
      "named by a tab",
      '<ul role="tablist"><li><a role="tab" href="#t">Bicycles</a></li></ul><div id="t" role="tabpanel" hidden>ANSWER</div>',
    ],
    [
      "that names its tab",
      '<div role="tablist"><button role="tab" id="b">Bicycles</button></div><div role="tabpanel" aria-labelledby="b" hidden>ANSWER</div>',
    ],
    [
      "named in a data attribute",
      '<ul><li><button data-tab="t9">Bicycles</button></li></ul><p>x</p><section id="t9" style="display:none">ANSWER</section>',
    ],
    [
      "after a question",
      "<button>Are bicycles allowed?</button><div hidden>ANSWER</div>".replace("Are b", "B"),
    ],
  ])("%s", (_, body) => {
    const { content, hidden } = page(body.replace("ANSWER", ANSWER));
    expect(content).toMatch(new RegExp(`Bicycles.*${ANSWER}`, "is"));
    expect(hidden).toEqual([]);
  });

  it.each([
    [".p{max-height:0;overflow:hidden}"],
    [".p{max-height:0;overflow:hidden;transition:max-height 1s}"],
    [".p{height:0px;overflow:hidden}"],
    [".p{display:none}"],
    [".p{visibility:hidden}"],
    [".p{opacity:0}"],
  ])("folded by %s", (css) => {
    const { content, hidden } = page(
      `<button class="toggle">Bicycles</button><div class="p">${ANSWER}</div>`,
      css,
    );
    expect(content).toContain(`Bicycles**\n\n${ANSWER}`);
    expect(hidden).toEqual([]);
  });
});

describe("what no click opens is still removed and listed", () => {
  it.each([
    ["after a heading", `<h2>Trips</h2><div style="display:none">${ANSWER}</div>`],
    [
      "after the title of a post",
      `<h2 class="entry-title">Trips</h2><div style="display:none">${ANSWER}</div>`,
    ],
    ["after a table", `<div class="table-header">Trips</div><div style="display:none">${ANSWER}</div>`],
    ["after a paragraph", `<p>Trips</p><div hidden>${ANSWER}</div>`],
    ["after a button that sends", `<button type="submit">Send</button><div hidden>${ANSWER}</div>`],
    ["after a button of no accordion", `<button>Close</button><div hidden>${ANSWER}</div>`],
    [
      "far away",
      `<button class="toggle">More</button><div style="position:absolute;left:-9999px">${ANSWER}</div>`,
    ],
    [
      "in its background's color",
      `<button class="toggle">More</button><div style="color:#fff">${ANSWER}</div>`,
    ],
    ["too small", `<button class="toggle">More</button><div style="font-size:1px">${ANSWER}</div>`],
  ])("%s", (_, body) => {
    const { content, hidden } = page(body);
    expect(content).not.toContain("nineteen");
    expect(hidden).toMatchObject([{ excerpt: ANSWER }]);
  });
});

it("repeats no link of a table of contents, and keeps menus out", () => {
  expect(
    page(`<a href="#trips">Trips</a><section id="trips"><h2>Trips</h2>${ANSWER}</section>`).content,
  ).toBe(`# Ferry\n\nSeen words.\n\nTrips\n\n## Trips\n\n${ANSWER}`);
  const menu =
    '<button aria-expanded="false" aria-controls="m">Menu</button><nav id="m" hidden><a href="/">Home</a></nav>';
  expect(page(menu).content).toBe("# Ferry\n\nSeen words.");
});
