import { expect, it } from "vitest";
import { guessEncoding } from "./guess-encoding.ts";
import { encodeAs } from "./testing/encode-as.ts";

it.each([
  ["shift_jis", "品名,価格\n椅子,3200円\n花瓶,900円\n"],
  ["shift_jis", "図書館は午前十時に開きます。月曜日は休館です。"],
  ["euc-jp", "品名,価格\n椅子,3200円\n花瓶,900円\n"],
  ["euc-jp", "図書館は午前十時に開きます。月曜日は休館です。"],
  ["gb18030", "名称,价格\n椅子,32元\n花瓶,9元\n"],
  ["gb18030", "图书馆上午十点开门，星期一闭馆。"],
  ["big5", "名稱,價格\n椅子,32元\n花瓶,9元\n"],
  ["big5", "圖書館上午十點開門，星期一休館。"],
  ["euc-kr", "이름,가격\n의자,3200원\n꽃병,900원\n"],
  ["euc-kr", "도서관은 아침 열 시에 문을 엽니다. 월요일은 쉽니다."],
  ["windows-1251", "Название;Цена\nСтул;320 руб.\nВаза;90 руб.\n"],
  ["koi8-r", "Библиотека открывается в десять часов, по понедельникам закрыто."],
  ["windows-1253", "Η βιβλιοθήκη ανοίγει στις δέκα το πρωί."],
  ["windows-1255", "הספרייה פתוחה מעשר בבוקר, ביום שני סגור"],
  ["windows-1256", "تفتح المكتبة في الساعة العاشرة صباحا"],
  ["windows-1254", "Kütüphane sabah onda açılır, pazartesi günleri kapalıdır."],
  ["windows-1252", "Stück;Größe\n3;außen 20 °C\n5;1,20 €\n"],
  ["windows-1252", "La bibliothèque est fermée le lundi, même l’été."],
  ["windows-1252", "Grüße"],
  ["iso-8859-15", "Stück;Größe;Preis\n3;außen;1,20 €\n"],
])("recognizes %s: %j", (encoding, text) => {
  const bytes = encodeAs(encoding, text);
  expect(new TextDecoder(guessEncoding(bytes) ?? "utf-8").decode(bytes)).toBe(text);
});

it("reads Polish and Czech with their own letters", () => {
  for (const text of [
    "Biblioteka jest otwarta od dziesiątej, w poniedziałki zamknięte. Opłata wynosi pięć złotych.",
    "Knihovna se otevírá v deset hodin, v pondělí je zavřeno. Poplatek činí pět korun.",
  ]) {
    const bytes = encodeAs("windows-1250", text);
    expect(new TextDecoder(guessEncoding(bytes) ?? "utf-8").decode(bytes)).toBe(text);
  }
});
