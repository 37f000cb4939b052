import { expect, it } from "vitest";
import { parseHtml } from "../html/parse-html.ts";

const table = (rows: string) => parseHtml(`<table>${rows}</table>`).content.replace(/\| -[ |-]*\n/, "");

it("repeats a merged cell in each of its rows and columns", () => {
  expect(
    table(
      "<tr><th>Area<th>Town<th>Mon<th>Tue<tr><td rowspan=2>South<td>Alm<td colspan=2>closed<tr><td>Bro<td>8<td>9<tr><td rowspan=0>West<td>Cit<td>7<td>7<tr><td>Dal<td>6<td>6",
    ),
  ).toBe(
    [
      "| Area | Town | Mon | Tue |",
      "| South | Alm | closed | closed |",
      "| South | Bro | 8 | 9 |",
      "| West | Cit | 7 | 7 |",
      "| West | Dal | 6 | 6 |",
    ].join("\n"),
  );
});

it.each([
  [
    "in a thead",
    "<thead><tr><th rowspan=2>Kind<th colspan=2>2023<th colspan=2>2024<tr><th>Price<th>Stock<th>Price<th>Stock</thead><tr><td>Kite<td>10<td>3<td>12<td>5",
  ],
  [
    "without th",
    "<tr><td rowspan=2>Kind<td colspan=2>2023<td colspan=2>2024<tr><td>Price<td>Stock<td>Price<td>Stock<tr><td>Kite<td>10<td>3<td>12<td>5",
  ],
  [
    "over an empty corner",
    "<tr><td><td colspan=2>2023<td colspan=2>2024<tr><td>Kind<td>Price<td>Stock<td>Price<td>Stock<tr><td>Kite<td>10<td>3<td>12<td>5",
  ],
])("joins two head rows %s", (_, rows) => {
  expect(table(rows)).toBe(
    "| Kind | 2023 Price | 2023 Stock | 2024 Price | 2024 Stock |\n| Kite | 10 | 3 | 12 | 5 |",
  );
});

it("keeps data below a head cell over two columns", () => {
  expect(table("<tr><th>Name<th colspan=2>Phone<tr><td>Ann<td>030<td>12<tr><td>Bea<td>040<td>13")).toBe(
    "| Name | Phone | Phone |\n| Ann | 030 | 12 |\n| Bea | 040 | 13 |",
  );
});

it("keeps a table without th, and a title row above its head", () => {
  expect(table("<tr><td>Kind<td>Price<tr><td>Kite<td>10")).toBe("| Kind | Price |\n| Kite | 10 |");
  expect(table("<tr><td colspan=2>Prices<tr><td>Kind<td>Price<tr><td>Kite<td>10")).toBe(
    "**Prices**\n\n| Kind | Price |\n| Kite | 10 |",
  );
  expect(table("<tr><th>Kind<th>Price<tr><td colspan=2>Toys<tr><td>Kite<td>10")).toBe(
    "| Kind | Price |\n| Toys | |\n| Kite | 10 |",
  );
});
