/** What the knowledge may be called in an answer. */
const SOURCE =
  "(?:passages?|documents?|documentation|knowledge|sources?|context|texts?|excerpts?|materials?|manuals?|information (?:i have|provided|available))";
const QUELLE = "(?:passagen?|abschnitten?|dokumenten?|unterlagen|quellen?|texten?|wissen\\p{L}*|kontext|ich)";
const SAID =
  "(?:mention\\p{L}*|cover\\p{L}*|specif\\p{L}*|state\\p{L}*|provide\\p{L}*|include\\p{L}*|contain\\p{L}*|say|address\\p{L}*|answer\\p{L}*|list\\p{L}*|describe\\p{L}*|given?|found|hold)";
const NOT_ABLE =
  "(?:could(?: not|n't)|can ?not|can't|did(?: not|n't)|(?:was|am|were|are) (?:not able|unable) to)";

/** How models say, in the languages that chatbots are most asked in, that the knowledge holds no answer. */
const REFUSALS = [
  new RegExp(`\\b(?:i|we) ${NOT_ABLE} (?:\\w+ )?(?:find|locate|answer|determine|see)\\b`, "u"),
  new RegExp(`\\b${SOURCE}\\b.{0,60}\\b(?:do|does|did|is|are|was)(?: not|n't) .{0,20}\\b${SAID}\\b`, "u"),
  new RegExp(`\\b(?:is|are|was|were)(?: not|n't) ${SAID} (?:in|by|anywhere in) .{0,30}\\b${SOURCE}\\b`, "u"),
  new RegExp(`\\b(?:nothing|none of|no mention)\\b.{0,60}\\b${SOURCE}\\b`, "u"),
  /\b(?:i|we) (?:do not|don't) (?:have|know|see)\b.{0,40}\b(?:information|answer|details|data|that|this)\b/u,
  /\bno (?:information|answer|mention|details) (?:about|on|is|was|in|regarding|to|of|for)\b/u,
  /\b(?:i|we) (?:have|found|find|see) no (?:\p{L}+ )?(?:information|answer|mention|details)\b/u,
  /\bkeine(?:rlei)? (?:\p{L}+ )?(?:informationen?|angaben?|antwort|hinweise?|auskunft)\b/u,
  new RegExp(
    `${QUELLE}\\b.{0,60}\\bnicht(?:s)?\\b.{0,40}(?:gefunden|finden|enthalten|erwähn|beantworte|angegeben|genannt)`,
    "u",
  ),
  /\bje n'ai (?:pas|rien) (?:pu )?trouv|\baucune? (?:information|réponse|mention|indication)\b/u,
  /\b(?:passages?|documents?|sources?)\b.{0,40}\bne (?:contien|mentionn|précis|fourni|indiqu)\p{L}* (?:pas|aucun)/u,
  /\bno (?:he encontrado|encontr[éo]|pude encontrar|hay (?:información|datos)|tengo información)/u,
  /\b(?:pasajes|documentos|fuentes)\b.{0,40}\bno (?:se )?(?:contien|menciona|indica|especifica)/u,
  /\bnon ho trovato\b|\bnessuna informazione\b|\b(?:documenti|passaggi)\b.{0,40}\bnon (?:contengono|menzion)/u,
  /\bnão (?:encontrei|há informaç)|\bnenhuma informação\b/u,
  /\bgeen (?:informatie|antwoord)\b|\bik (?:kon|heb)\b.{0,40}\bniet\b.{0,20}(?:vinden|gevonden)/u,
  /я не наш|не удалось найти|нет (?:информации|данных|сведений)/u,
  /nie znalaz|brak informacji|nie ma informacji/u,
  /没有(?:找到|相关|提及|提到)|未(?:找到|提及|提到)|无法(?:找到|回答)|找不到|沒有(?:找到|相關|提及)/u,
  /見つかりません|見つけられません|記載(?:が|は)?(?:あり|されてい)ません|情報(?:が|は)ありません/u,
  /찾을 수 없|정보가 없|나와 있지 않/u,
];

const APOLOGY =
  /^(?:(?:i'm (?:sorry|afraid)|i am sorry|sorry|unfortunately|leider|désolée?|lo siento|purtroppo)\b[,.!:]?\s*(?:but\s+)?)+/iu;
const FIRST_SENTENCE = /^[^.!?…。！？\n]*[.!?…。！？]?(?:\s?\[\d+\])*/u;
const MARK = /\[\d+\]/;

/** Whether an answer begins by saying, in plain words, that the knowledge holds no answer. */
export function isRefusal(answer: string): boolean {
  const text = answer.trim().replaceAll("’", "'").replace(APOLOGY, "");
  const first = (FIRST_SENTENCE.exec(text)?.[0] ?? "").toLowerCase();
  // What rests on a passage is no refusal.
  return !MARK.test(first) && REFUSALS.some((refusal) => refusal.test(first));
}
