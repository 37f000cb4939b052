/** Words that carry grammar or the form of a question, in languages without a stop word list. */
const WORDS = `的 了 吗 呢 吧 啊 是 在 和 与 及 或 有 我 你 您 他 她 它 们 这 那 请 把 被 就 都 也 很 还 要 想 能 会 哪 谁 几 用 对 从 到 给 让 上 下 里 多 个
  嗎 們 這 請 還 會 誰 幾 對 從 給 讓 裡 個 の は が を に へ と で も や か だ し た て い れ る な 何 誰 時 方
  ที่ ของ และ หรือ เป็น คือ มี ได้ ไม่ ไหม มั้ย กี่ นาน ไหน ใคร จะ ให้ ใน จาก ถึง กับ ว่า นี้ นั้น ต้อง ครับ ค่ะ คะ`;
/** The same as phrases, which the dictionary may take apart. */
const PHRASES = `如何 怎么样 怎么办 怎么 怎样 什么 为什么 哪里 哪个 哪些 多少 多久 多长时间 多长 多大 是否 可以 能够 应该 需要 我们 你们 这个 那个 请问 一个
  怎麼樣 怎麼辦 怎麼 怎樣 什麼 為什麼 哪裡 哪個 多長時間 多長 應該 這個 那個 請問 一個
  教えてください ください どうすれば どのくらい どれくらい いくら どこ いつ どれ どの どう なに なん これ それ この その から まで より など です ます
  でした ました ません でしょうか する します した したい たい ある あります ない なる いる できますか できます できる できない ですか ますか こと もの ため 方法
  อะไร อย่างไร ยังไง เท่าไร เท่าไหร่ ทำไม เมื่อไร เมื่อไหร่`;
/** Korean words are written apart, so they are fillers only as a whole. */
const KOREAN = `얼마 얼마나 어떻게 무엇 무엇을 무엇이 무엇인가요 뭐 뭐가 뭔가요 언제 어디 어디서 어디에 누가 왜 몇 어떤 어느 이 그 저 수 있나요 있습니까 있어요
  없나요 되나요 됩니까 돼요 인가요 입니까 하나요 합니까 해요 하려면 하면 하는 할 것 대해 대한 좀 저는 제가`;

const split = (words: string) => words.normalize("NFKC").split(/\s+/);
const fillers = new Set([...split(WORDS), ...split(PHRASES), ...split(KOREAN)]);
const phrases = new RegExp(
  split(PHRASES)
    .sort((one, other) => other.length - one.length)
    .join("|"),
  "u",
);
/** Particles at the end of a Korean word, longer ones first. */
const PARTICLES =
  /(?<=\p{Script=Hangul}{2})(?:에서는|으로는|에서|에게|으로|까지|부터|처럼|보다|이나|은|는|이|가|을|를|의|에|도|로|와|과|만)$/u;

export function isFiller(word: string): boolean {
  return fillers.has(word);
}

/** Returns the text between the phrases that carry no meaning. */
export function splitAtFillers(text: string): string[] {
  return isFiller(text) ? [] : text.replace(PARTICLES, "").split(phrases).filter(Boolean);
}
