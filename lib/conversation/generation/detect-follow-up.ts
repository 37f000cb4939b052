/**
 * Words that point back to what was said, by which a question is known to lean on the one before. "it" opens many a
 * sentence that stands alone ("is it possible to …"), which EXPLETIVE takes out.
 */
const POINTS_BACK =
  /\b(?:it|its|they|them|their|theirs|this|that|these|those|there|then|same|former|latter|either|neither|both|else|otherwise|instead|another|the other|(?:that|this|the|which|another|other|smaller|bigger|larger|small|big|large|second|first|last|new|old|cheaper)\s+ones?)\b/;
const EXPLETIVE =
  /\b(?:(?:is|was|will|would|does|can|must) it (?:be )?(?:possible|allowed|okay|ok|legal|safe|necessary|true|worth|cost to|take to|matter|normal)\b(?=.*\b(?:to|that|if|when)\b)|is there|are there|was there|were there|there (?:is|are)|that (?:is|are|was|were|i|you|we|can|has|have|will|do)\b|know that|so that)/g;
const OPENS_LEANING = /^(?:and|but|or|so|also|then|what about|how about|what if|same for|how so|how come)\b/;
/** "What is derating", "what does E18 mean": short, and whole. */
const DEFINES =
  /^(?:what|who)(?: is| are| does|'s) (?!the\b|its?\b)(?:an? )?[\p{L}\p{N}_-]+(?: mean| stand for| for)?\s?\?*$/u;
const ASKS =
  /\b(?:what|which|who|whom|whose|where|when|how|why|can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have|tell|show|explain|list|describe)\b/;
const FILLERS = new Set(
  "a an the there i me my we us our you your he she his her who whom whose which what when where why how is am are was were be been do does did can could may might must shall should will would has have had get gets got take takes need needs cost costs much many long often soon far big old of for to in on at by from with without and or but not no so too just only also please until after before about over under per as if than more most less least very really exactly mean work works happen happens make makes use used go goes come kind type sort days day months month years year hours hour minutes time times".split(
    " ",
  ),
);
/** A question of fewer telling words than this says too little to stand alone. */
const TELLING = 2;
const LONGEST = 160;

/**
 * Whether a question can only be understood with the one before: it points back, opens as a continuation, or holds next
 * to nothing of its own. English words; in other languages only very short questions are taken to lean.
 */
export function isFollowUp(question: string): boolean {
  const text = question.normalize("NFKC").toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();
  if (text === "" || text.length > LONGEST) return false;
  if (POINTS_BACK.test(text.replace(EXPLETIVE, " "))) return true;
  const words = text.match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? [];
  if (DEFINES.test(text)) return false;
  const telling = words.filter((word) => !FILLERS.has(word));
  if (OPENS_LEANING.test(text)) return telling.length <= 2 * TELLING || !ASKS.test(text);
  return telling.length < TELLING || (!ASKS.test(text) && words.length <= 3 && telling.length < 3);
}

/** What the questions before say towards this one: the last, and where that leaned itself, the ones it leaned on. */
export function earlierContext(question: string, earlier: string[]): string | undefined {
  if (!isFollowUp(question)) return undefined;
  const context: string[] = [];
  for (const before of earlier.slice(-MOST_EARLIER).reverse()) {
    context.unshift(before);
    if (!isFollowUp(before)) break;
  }
  return context.length > 0 ? context.join("\n").slice(-MOST_CHARS) : undefined;
}

const MOST_EARLIER = 3;
const MOST_CHARS = 600;
