/** Continuations that start a question in any chatbot's language: no English question starts with them. */
const CONTINUES =
  /^(?:¿\s*)?(?:und|oder|aber|sondern|et|ou|mais|y|pero|e se|ma|mas|en wat|en hoe|och|og|eller|а|и|но)\s+\S/u;

/** Words that refer to what was said before, by the text search configuration of a chatbot. */
const REFERS_BACK: Partial<Record<string, RegExp>> = {
  german:
    /\b(?:er|ihn|ihm|dieser|dieses|diesen|diesem|davon|damit|dafür|darauf|daran|dazu|darin|dabei|welche[rs]?(?=\s+(?:davon|ist|sind|hat|kann|wäre))|(?:der|die|das|dem|den) (?:andere|erste|zweite|dritte|letzte|größere|kleinere|teurere|billigere|günstigere)[nrs]?|(?:kostet|ist|sind|geht|dauert|gilt|heißt|bedeutet|funktioniert|wiegt|hält|braucht) (?:das|die|der|es|sie)(?=\s*(?:\?|$|denn|dann|auch|noch|eigentlich|genau)))|^(?:was|wie) (?:ist(?: es)?|sieht es|wäre es) mit\b|^(?:warum|wieso|weshalb|wann|wo|wie viel|wie lange|wie teuer|wie schwer)\s*\?*$/u,
  french:
    /\b(?:celui|celle|ceux|celles|lequel|laquelle|lesquels|ça|cela|l'autre|le (?:premier|second|deuxième|dernier)|en (?:allemand|anglais|espagnol))\b|-(?:il|elle|ils|elles|ce|le|la)\b|^(?:pourquoi|quand|où|combien)\s*\?*$|^(?:qu'en est-il|et pour)\b/u,
  spanish:
    /(?:^|[\s¿])(?:ese|esa|esos|esas|eso|este|esto|aquel|aquella|cuál(?=\s+(?:es|de ellos|de ellas))|el otro|la otra|el (?:primero|segundo|último))(?=[\s?,.]|$)|^¿?(?:por qué|cuándo|dónde|cuánto cuesta|cuánto)\s*\?*$/u,
  italian:
    /(?:^|\s)(?:quello|quella|quelli|quelle|questo|questa|qual è|l'altro|l'altra|il (?:primo|secondo)|l'ultimo)(?=[\s?,.]|$)|^(?:perché|quando|dove|quanto|quanto costa)\s*\?*$/u,
  portuguese:
    /(?:^|\s)(?:esse|essa|isso|este|isto|aquele|aquela|o outro|a outra|o (?:primeiro|segundo|último))(?=[\s?,.]|$)|^(?:por quê|quando|onde|quanto|quanto custa)\s*\?*$/u,
  dutch:
    /\b(?:die ene|deze|dit|dat(?= (?:is|kost|duurt))|ervan|daarvan|daarmee|de andere|welke (?:is|van))\b|^(?:waarom|wanneer|waar|hoeveel)\s*\?*$/u,
};

/** @param text lower case */
export function isForeignFollowUp(text: string, language: string): boolean {
  return CONTINUES.test(text) || (REFERS_BACK[language]?.test(text) ?? false);
}
