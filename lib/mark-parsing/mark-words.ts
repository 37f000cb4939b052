const words = (list: string) => new Set(list.split(/\s+/));

/** After these a statement goes on: what follows in brackets belongs to it. */
export const UNFINISHED = words(
  `a an the this these my your his her its our their is are was were be been am equals equal contains contain
  returns return returned gives give yields prints print becomes become into onto between within than like as lies lie
  der die das den dem des eine einen ist sind war waren sei gibt liefert zwischen innerhalb als wie liegt
  le la les un une est sont était vaut donne entre el los las es son vale da press type enter hit dial click
  tap push select choose pick pressing typing entering drücken drücke sie tippen tippe wählen wähle appuyez vous tapez
  choisissez pulse presione elija given let suppose consider append marked labeled labelled numbered named called set`,
);

/** These can end a statement as well. */
export const COPULAS = words("is are was were be been am ist sind war waren est sont était es son");

/** What is pressed or chosen has a number of its own: `press the key [5] for help`. */
export const PRESSED =
  /\b(?:press|type|enter|dial|hit|tap|push|choose|select|drück|tipp|wähl|appuy|tap|choisi|puls|elij)\p{L}*\b.*\b(?:keys?|buttons?|numbers?|digits?|options?|tasten?|touches?|teclas?)$/iu;

/** These end in a full stop and have a number: `Fig. [2]`. */
export const NUMBERED_ABBREVIATION = /(?:^|\s)(?:figs?|eqs?|nr|abb|ch|chap|sec|vol|pp?|tab|kap|gl|bd)\.$/i;

/** With these a copula can end a statement: `that is how it is [1].` */
export const PRONOUN_BEFORE =
  /\b(?:it|that|this|there|they|he|she|you|we|i|es|das|sie|er|il|elle|ils)\s+\p{L}+$/iu;

/** The noun after it is a certain one, and needs no number. */
export const DETERMINED =
  /(?:^|[^\p{L}])(?:the|an?|this|that|these|those|my|your|his|her|its|our|their|each|every|any|no|all|d(?:er|ie|as|en|em|es)|eine?[nmrs]?|dies\p{L}*|jede[nmrs]?|kein\p{L}*|l[ea]s?|une?|ce|cette|ces|el|l[oa]s|una?)\s+(?:\p{L}+\s+){0,3}$/iu;

/** After these a number in brackets is theirs: `option [2]`, `range [10, 20]`. */
export const COUNTED = words(
  `option options step steps line lines page pages chapter chapters figure figures fig table tables equation
  equations eq section sections row rows column columns item items index indexes indices element elements entry
  key keys button buttons number numbers level levels channel gate exit room floor version note footnote footnotes
  score rating rated level gate question questions answer exercise example array arrays list lists tuple vector matrix set sets range ranges
  interval intervals segment domain slice values value coordinates point points input output digits digit menu
  schritt schritte zeile zeilen seite seiten kapitel abbildung tabelle gleichung spalte taste tasten nummer stufe
  intervall bereich werte wert liste feld étape étapes ligne page chapitre figure tableau touche intervalle plage
  liste paso línea página capítulo figura tabla tecla intervalo rango`,
);

/** A passage can be the object of these: `see [2]`. */
export const POINTING = words(
  "see cf also compare siehe vgl voir véase ver zie passage source document quelle source fuente",
);

/** `In [2]` at the start of a sentence, `as described in [2]`. */
export const PREPOSITIONS = words(
  "in from by per to of at with for via über aus nach laut in von bei zu dans de par selon en según por",
);

/** Before a preposition these say that a passage is meant. */
export const CITING =
  /\b(?:describe[ds]?|state[ds]?|mention(?:ed|s)?|explain(?:ed|s)?|note[ds]?|show[ns]?|list(?:ed|s)?|found|document(?:ed|s)?|accord(?:ing|s)?|report(?:ed|s)?|specifi(?:ed|es)|given|written|said|quoted|cited|beschrieben|erwähnt|erklärt|genannt|angegeben|gemäß|décrit|indiqué|mentionné|expliqué|descrito|indicado|mencionado)\s+\p{L}+$/iu;

export const JOINING = words("then dann puis luego and or und oder et ou y o e &");

/** Names of collections in programs: `items[2]` is an element. */
export const IDENTIFIERS = words(
  `arr array list items item args argv data values value matrix vec vector row col index idx str buf buffer node
  nodes elem elements element result results nums list map dict keys params options stack queue words lines chars`,
);

export const UNITS = words("cm mm km dm in ft yd mi sec min kg mol px");

export const NUMBER_WORDS = words(
  "one two three four five six seven eight nine ten eleven twelve zwei drei vier fünf sechs sieben acht neun zehn elf zwölf un deux trois quatre cinq dos tres cuatro cinco",
);
