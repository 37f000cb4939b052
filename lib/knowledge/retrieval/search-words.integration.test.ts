import { describe, expect, it } from "vitest";
import type { TextLanguage } from "#lib/core/text-languages.ts";
import { type FirstFound, makeLab } from "../../../testing/knowledge/make-lab.ts";

const garden = (n: number) =>
  `# Garden ${n}\n\nWater the beds in the morning, rake the leaves and cover the roses in month ${n}.`;
const fillers = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`f${n}.md`, garden(n)]));

async function expectFirst(
  language: TextLanguage,
  documents: Record<string, string>,
  queries: [query: string, path: string][],
): Promise<void> {
  const lab = await makeLab(language, { ...documents, ...fillers });
  const found: FirstFound[] = [];
  for (const [query] of queries) found.push(await lab.first(query));
  expect(found).toEqual(queries.map(([query, path]) => ({ query, path, isCovered: true, answerable: true })));
}

it("finds codes and joined words by each part and by the whole", () =>
  expectFirst(
    "english",
    {
      "filter.md": "# Filters\n\nThe cartridge has the part number KX-90B/2-F and lasts for a season.",
      "cable.md": "# Cables\n\nThe USB-C/HDMI lead and the 5V/9V charger are in the lower box.",
      "faults.md": "# Faults\n\nF-21 stands for a blocked pump. WARN_LOW_OIL asks for a refill.",
      "release.md": "# Release\n\nVersion 3.7.12 needs ASP.NET and reads app-config.toml on startup.",
      "norms.md": "# Norms\n\nTested to DIN 18041:2016-03 with report QM2023-00458 at 1,250 rpm.",
      "shell.md": "# Signals\n\nType `kill -<signal> <pid>` to end a process, and use scp <source> <target>.",
      "phone.md":
        "# Contact\n\nThe AT&T line is +1-555-0100, the deposit 1,299.00 USD; see docs.example.com/setup.",
      "code.md": "# Libraries\n\nThere are bindings for C++ and F# under a free license.",
    },
    [
      ["KX-90B/2-F", "filter.md"],
      ["KX-90B", "filter.md"],
      ["kx 90b", "filter.md"],
      ["90B", "filter.md"],
      ["HDMI", "cable.md"],
      ["USB C", "cable.md"],
      ["9 V charger", "cable.md"],
      ["F21", "faults.md"],
      ["F 21", "faults.md"],
      ["warn low oil", "faults.md"],
      ["WARN_LOW_OIL", "faults.md"],
      ["v3.7.12", "release.md"],
      ["3.7", "release.md"],
      ["ASPNET", "release.md"],
      ["toml", "release.md"],
      ["DIN 18041", "norms.md"],
      ["18041:2016", "norms.md"],
      ["00458", "norms.md"],
      ["1250 rpm", "norms.md"],
      ["kill signal", "shell.md"],
      ["scp target", "shell.md"],
      ["F#", "code.md"],
      ["C++ bindings", "code.md"],
      ["AT&T", "phone.md"],
      ["5550100", "phone.md"],
      ["1299", "phone.md"],
      ["docs.example.com", "phone.md"],
    ],
  ));

describe("scripts without spaces", () => {
  it("are found by the words of a question in Chinese", () =>
    expectFirst(
      "simple",
      {
        "filter.md": "# 空气净化器\n\n滤网每六个月更换一次，清洗时不要使用洗涤剂。",
        "delivery.md": "# 配送\n\n订单满两百元免运费，偏远地区需要五到七天送达。",
        "battery.md": "# 电池\n\n锂电池充满电大约需要三个小时，请勿在高温下充电。",
      },
      [
        ["滤网", "filter.md"],
        ["滤网多久更换一次？", "filter.md"],
        ["怎么清洗滤网", "filter.md"],
        ["免运费", "delivery.md"],
        ["偏远地区几天能送达？", "delivery.md"],
        ["充电", "battery.md"],
        ["电池充电需要多长时间", "battery.md"],
      ],
    ));

  it("are found by the words of a question in Japanese", () =>
    expectFirst(
      "simple",
      {
        "printer.md": "# プリンター\n\nプリンターの用紙は背面のトレイに入れます。インクは五色です。",
        "hours.md": "# 営業時間\n\n受付は午前九時から午後六時までです。日曜日は休みます。",
      },
      [
        ["用紙", "printer.md"],
        ["プリンタの用紙はどこに入れますか", "printer.md"],
        ["営業時間を教えてください", "hours.md"],
        ["日曜日", "hours.md"],
      ],
    ));

  it("are found by the words of a question in Thai and Korean", () =>
    expectFirst(
      "simple",
      {
        "heater.md": "# เครื่องทำน้ำอุ่น\n\nเครื่องทำน้ำอุ่นรับประกันห้าปี โปรดเก็บใบเสร็จไว้",
        "return.md": "# การคืนสินค้า\n\nคุณสามารถคืนสินค้าได้ภายในสามสิบวัน",
        "kettle.md": "# 전기 주전자\n\n주전자의 보증 기간은 2년이며 물은 4분 만에 끓습니다.",
        "refund.md": "# 환불\n\n상품은 30일 이내에 환불할 수 있습니다. 영수증을 보관하세요.",
      },
      [
        ["เครื่องทำน้ำอุ่นรับประกันกี่ปี", "heater.md"],
        ["ใบเสร็จ", "heater.md"],
        ["คืนสินค้าได้ไหม", "return.md"],
        ["보증기간이 얼마나 되나요?", "kettle.md"],
        ["주전자", "kettle.md"],
        ["환불을 받으려면 어떻게 하나요", "refund.md"],
        ["영수증", "refund.md"],
      ],
    ));

  it("are searched by words alone in an English chatbot, whose vectors do not know them", async () => {
    const lab = await makeLab("english", {
      "filter.md": "# 空气净化器\n\n滤网每六个月更换一次。",
      "delivery.md": "# 配送\n\n订单满两百元免运费。",
    });
    const { meaning, results } = await lab.search("滤网多久更换一次？");
    expect(meaning).toBe("other_language");
    expect(results[0]?.path).toBe("filter.md");
  });
});

it("finds parts of joined nouns, and joined nouns by their parts", () =>
  expectFirst(
    "german",
    {
      "reifen.md": "# Werkstatt\n\nDer Winterreifenwechsel kostet sechzig Euro und dauert eine Stunde.",
      "kuendigung.md": "# Vertrag\n\nDie Kündigungsfrist beträgt drei Monate zum Quartalsende.",
      "rad.md": "# Verleih\n\nDas Leihfahrrad hat sieben Gänge. Der Kindersitz ist frei.",
      "preis.md": "# Preise\n\nDie Gebühr für eine Buchung ohne Rücktritt beträgt zehn Euro.",
      "wasch.md": "# Keller\n\nDie Waschmaschine steht im Trockenraum neben der Haustür.",
    },
    [
      ["Reifen", "reifen.md"],
      ["Reifenwechsel", "reifen.md"],
      ["Wechsel der Winterreifen", "reifen.md"],
      ["Frist für die Kündigung", "kuendigung.md"],
      ["Kuendigungsfrist", "kuendigung.md"],
      ["Fahrrad", "rad.md"],
      ["Sitz für Kinder", "rad.md"],
      ["Leih-Fahrrad", "rad.md"],
      ["waschen", "wasch.md"],
      ["Tür", "wasch.md"],
      ["Buchungsgebühr", "preis.md"],
      ["Trockenräume", "wasch.md"],
    ],
  ));

it.each<[TextLanguage, string, [string, string][]]>([
  [
    "dutch",
    "# Huur\n\nDe huurprijs is inclusief de schoonmaakkosten en de fietsverzekering.",
    [
      ["kosten schoonmaak", "a.md"],
      ["verzekering fiets", "a.md"],
      ["prijs", "a.md"],
    ],
  ],
  [
    "spanish",
    "# Batería\n\nLa garantía de la batería dura dos años. El niño necesita casco.",
    [
      ["garantia bateria", "a.md"],
      ["nino", "a.md"],
      ["años", "a.md"],
    ],
  ],
  [
    "simple",
    "# Gwarancja\n\nŁadowarka ma dwuletnią gwarancję, a żarówki są wyłączone.",
    [
      ["ladowarka", "a.md"],
      ["zarowki", "a.md"],
      ["gwarancję", "a.md"],
    ],
  ],
  [
    "swedish",
    "# Försäkring\n\nCykelförsäkringen gäller även på öar. Nyckeln kostar fyrtio kronor.",
    [
      ["forsakring", "a.md"],
      ["försäkring cykel", "a.md"],
    ],
  ],
])("finds words without their accents and parts of joined words in %s", (language, text, queries) =>
  expectFirst(language, { "a.md": text }, queries),
);

describe("misspelled words", () => {
  const faults = {
    "codes.md": "# Error codes\n\nThe display shows E07 when the speed sensor is dirty. Clean the magnet.",
    "charger.md": "# Charger\n\nThe charger has a green light when the battery is full.",
  };

  it("do not keep the right words from being found", () =>
    expectFirst("english", faults, [
      ["my disply shows eror e07 what do i do", "codes.md"],
      ["teh chargr lihgt is gren", "charger.md"],
      ["sped sensr dirtty", "codes.md"],
      ["wich lihgt has teh chargr", "charger.md"],
    ]));

  it("are none where an English word is merely not in the texts", async () => {
    const lab = await makeLab("english", {
      ...faults,
      "want.md": "# Wishes\n\nWhat customers want is light.",
      ...fillers,
    });
    const { corrections } = await lab.search("display wont light up, isnt it a chanter");
    expect(corrections).toEqual([]);
  });

  it("are corrected where the wrong word has another stem than the right one", async () => {
    const lab = await makeLab("english", { ...faults, ...fillers });
    const { corrections } = await lab.search("what does the disply show");
    expect(corrections).toMatchObject([{ typed: "disply", lexemes: ["display"] }]);
  });
});

it("finds the answer to a question about a measure by the words of the answer", () =>
  expectFirst(
    "english",
    {
      "colors.md": "# Trailer colors\n\nThe trailer is sold in red and in blue, and the trailer has a flag.",
      "data.md": "# Trailer data\n\nWeight of the trailer: 17 kg. Width: 70 cm.",
    },
    [["How heavy is the trailer?", "data.md"]],
  ));

it("finds the specification that names a model in its head and the measure in a row", () =>
  expectFirst(
    "english",
    {
      "sheet.md":
        "# Desks\n\n| | Oak | Pine |\n|---|---|---|\n| Price | EUR 900 | EUR 600 |\n| Weight | 31 kg | 22 kg |\n| Width | 120 cm | 90 cm |",
      "parts.md": "# Parts\n\nA drawer costs much less: EUR 40 for the Oak, and its shelf costs EUR 20.",
      "care.md": "# Care\n\nThe Oak is oiled once a year; the oil costs EUR 9.",
    },
    [
      ["How much does the Oak cost?", "sheet.md"],
      ["How wide is the Pine?", "sheet.md"],
      ["compare Oak and Pine", "sheet.md"],
    ],
  ));

it("finds what texts say with other words", () =>
  expectFirst(
    "english",
    {
      "loans.md": "# Borrowing\n\nA loan is renewed online until somebody reserves the item.",
      "sale.md": "# Sale\n\nThe spring sale is extended by a day when it rains.",
    },
    [["How can I prolong what I borrowed?", "loans.md"]],
  ));

it("finds English texts for German, French and Spanish questions", async () => {
  const lab = await makeLab("english", {
    "warranty.md": "# Warranty\n\nThe warranty on a battery lasts for three years.",
    "returns.md": "# Returns\n\nA bike can be returned within 30 days.",
    ...fillers,
  });
  const paths = async (query: string) => (await lab.search(query)).results[0]?.path;
  expect(await paths("Wie lange habe ich Garantie auf den Akku?")).toBe("warranty.md");
  expect(await paths("Combien de temps dure la garantie de la batterie ?")).toBe("warranty.md");
  expect(await paths("¿Puedo devolver la bici?")).toBe("returns.md");
  expect((await lab.search("Wie wird das Wetter in Paris?")).answerable).toBe(false);
});

it("stores and searches words of any length", async () => {
  const long = (part: string) => part.repeat(Math.ceil(6_000 / part.length));
  const text = `# Data\n\nThe beacon. ${["7", "a", "ß", "a1", "é", "保", "a-"].map(long).join(" ")}`;
  const lab = await makeLab("german", { "data.md": text });
  expect((await lab.first("beacon")).path).toBe("data.md");
  for (const part of ["7", "a", "a1", "保"]) await lab.search(long(part).slice(0, 2_000));
});
