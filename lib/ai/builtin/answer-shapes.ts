/**
 * What a sentence must contain to answer a question about a measure: "how heavy" needs a number with a unit
 * of mass.
 */
export type AnswerShape = {
  name: string;
  /** Matches questions that ask for this measure. Applied to folded text. */
  asks: RegExp;
  /** Matches sentences that give it. */
  gives: RegExp;
  /** Words of the question that such a sentence covers. */
  impliedWords: string[];
  /** Words by which a heading announces it: "Charging times" for "how long does charging take". */
  headingWords?: string[];
  /** Nearly any text matches `gives`. */
  isLoose?: true;
};

const n = String.raw`\d[\d.,]*(?:\s?(?:-|–|to|or|and)\s?\d[\d.,]*)?\s?`;
const numberWord =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|no|none|zero|several)";
const unit = (units: string) =>
  new RegExp(String.raw`(?:${n}|\b${numberWord}\s)(?:${units})(?![\p{L}\d])`, "iu");

export const answerShapes: AnswerShape[] = [
  {
    name: "price",
    asks: /\b(?:costs?|prices?|priced|fees?|expensive|cheap(?:er|est)?|how much (?:is|are|does|do|did|for|will|would|to)|what do i pay|have to pay)\b/,
    gives:
      /(?:[€$£¥]|\b(?:eur|usd|gbp|chf|jpy|cad|aud|sek|nok|dkk|pln)\b)\s?\d|\d\s?(?:[€$£¥]|\b(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|francs?|cents?)\b)|\b(?:free of charge|for free|is free|are free|no (?:fee|charge|cost))/i,
    impliedWords: ["cost", "price", "fee", "expensive", "cheap", "cheaper", "cheapest", "pay"],
    headingWords: ["cost", "price", "fee", "charge", "rate"],
  },
  {
    name: "mass",
    asks: /\b(?:how heavy|light(?:er|est)|heav(?:ier|iest)|how much (?:does|do) .{1,60} weigh|what (?:does|do) .{1,60} weigh|weights?)\b/,
    gives: unit("kg|g|mg|t|lbs?|oz|kilos?|kilograms?|grams?|tons?|tonnes?|pounds?|ounces?"),
    impliedWords: ["heavy", "heavier", "heaviest", "lighter", "lightest", "weigh", "weight", "kilo"],
    headingWords: ["weight", "specification"],
  },
  {
    name: "duration",
    asks: /\b(?:how (?:long|soon|quick|quickly|many (?:minutes|hours|days|weeks|months|years|seconds))|duration|within what|(?:(?!opening|during)\w+ing|delivery|repair|response) times?)\b/,
    gives: unit(
      "ms|s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|(?:working |business |calendar )?days?|weeks?|months?|years?",
    ),
    impliedWords: ["duration"],
    headingWords: ["time", "duration", "period", "term", "deadline"],
  },
  {
    name: "distance",
    asks: /\b(?:how far|distance)\b/,
    gives: unit("km|m|mi|miles?|kilomet(?:er|re)s?|met(?:er|re)s?|ft|feet|yards?"),
    impliedWords: ["distance", "range"],
    headingWords: ["distance", "range"],
  },
  {
    name: "size",
    asks: /\b(?:how (?:big|large|tall|high|wide|deep|thick)|how long (?:is|are|can|may|must) (?:the|a|an)|size|dimensions?|width|height|length)\b/,
    gives: unit(
      "mm|cm|m|km|inch(?:es)?|in|ft|feet|met(?:er|re)s?|bytes?|kb|mb|gb|tb|[kmgt]ib|pixels?|px|characters?|bits?|l|ml|lit(?:er|re)s?",
    ),
    impliedWords: ["big", "large", "tall", "high", "wide", "deep", "thick", "size", "dimension"],
    headingWords: ["size", "dimension", "limit"],
  },
  {
    name: "speed",
    asks: /\b(?:how fast|what speed|top speed|maximum speed)\b/,
    gives: unit("km/h|mph|m/s|kph|knots|[kmgt]?b(?:it)?/?p?s"),
    impliedWords: ["fast", "speed"],
  },
  {
    name: "temperature",
    asks: /\b(?:how (?:hot|cold|warm|cool)|temperatures?|degrees)\b/,
    gives: /\d\s?(?:°\s?[CF]?|degrees|celsius|fahrenheit|kelvin)/i,
    impliedWords: ["hot", "cold", "warm", "temperature", "degree"],
  },
  {
    name: "age",
    asks: /\b(?:how old|what age|which age|minimum age|age limit)\b/,
    gives: unit("years?|months?|year-olds?"),
    impliedWords: ["old", "age"],
  },
  {
    name: "frequency",
    asks: /\b(?:how (?:often|frequently|regularly)|what interval)\b/,
    gives:
      /\b(?:every|each|per|once|twice|daily|hourly|weekly|monthly|yearly|annually|\d+ times|after (?:every|each))\b/i,
    impliedWords: ["frequent", "regular", "interval"],
    headingWords: ["interval", "schedule"],
  },
  {
    name: "clock",
    asks: /\b(?:what time|what hours|opening (?:hours|times)|o'clock)\b/,
    gives:
      /\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|\bo'clock\b|\b(?:noon|midnight)\b|\b(?:half|quarter) (?:past|to)\b/i,
    impliedWords: [],
    headingWords: ["hour", "time", "opening"],
  },
  {
    name: "time",
    asks: /(?:^|[,;?.] |\band )(?:at |since |until |by )?when (?:is|are|do|does|did|will|can|should|must|was|may|would|has|have)\b|\b(?:which days?|what days?|what date|deadline)\b/,
    gives:
      /\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]m\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:half|quarter) (?:past|to)\b|\b(?:noon|midnight|daily)\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:after|before|within|every|until|at)\s(?:\w+\s)?\d/i,
    impliedWords: ["when"],
    isLoose: true,
    headingWords: ["date", "time", "hour", "schedule", "deadline"],
  },
  {
    name: "phone",
    asks: /\b(?:phone|telephone|mobile|hotline) numbers?\b|\b(?:number|where|how) (?:can|do|should|to) (?:i |we )?(?:call|phone|ring)\b/,
    gives: /(?:\+|\b0)\d[\d\s()/.-]{5,}\d\b/,
    impliedWords: ["phone", "telephone"],
    headingWords: ["contact", "phone", "support", "channel"],
  },
  {
    name: "email",
    asks: /\be-?mail(?: address)?\b|\bmail address\b/,
    gives: /[\p{L}\p{N}._+-]+@[\p{L}\p{N}-]+\.\p{L}/u,
    impliedWords: ["email", "e-mail", "mail"],
    headingWords: ["contact", "support", "channel"],
  },
  {
    name: "place",
    asks: /(?:^|[,;.] |\band )where (?:is|are|do|does|can|could|should|will|was|were|did)\b|\bwhere .{1,40} located\b|\b(?:which|what) (?:city|country|street|address|room|floor|folder|directory|menu)\b/,
    gives:
      /\b(?:at|in|on|under|below|above|behind|inside|near|next to|to|from|between|into)\s+(?:the|a|an|your|its|this|each|every|"|“|`|\p{Lu}|\/)|\b(?:street|road|lane|avenue|square|floor|room|building)\b|\s\/\w|›|>/iu,
    impliedWords: ["locate", "location", "place", "address"],
    isLoose: true,
    headingWords: ["location", "address", "place", "contact"],
  },
  {
    name: "person",
    asks: /(?:^|[,;.?] |\band )who (?!(?:is|are|was|were) (?!(?:allowed|able|responsible|entitled|in charge)\b))/,
    gives:
      /\b(?:owners?|admin(?:istrator)?s?|managers?|users?|members?|persons?|people|teams?|staff|any(?:one|body)|every(?:one|body)|no(?:body| one)|employees?|engineers?|customers?|buyers?|sellers?|drivers?|riders?|parents?|guardians?|adults?|children|companies|company|departments?|partners?|maintainers?|authors?|visitors?|guests?|residents?|employers?|root|superusers?|roles?|we|you)\b|\b(?:mr|mrs|ms|dr)\b|@/i,
    impliedWords: [],
    isLoose: true,
  },
  {
    name: "minimum",
    asks: /\b(?:minimum|min|at least|smallest|lowest)\b/,
    gives: /\b(?:at least|minimum|no (?:less|fewer) than|from|or more)\b/i,
    impliedWords: ["minimum", "min", "smallest", "lowest"],
    isLoose: true,
  },
  {
    name: "maximum",
    asks: /\b(?:maximum|max|at most|biggest|largest|highest)\b/,
    gives: /\b(?:at most|maximum|no more than|up to|or less|or fewer)\b/i,
    impliedWords: ["maximum", "max", "biggest", "largest", "highest"],
    isLoose: true,
  },
  {
    name: "count",
    asks: /\b(?:how many|number of|how much|(?:which|what) (?:port|number|version|page|code|size|channel|level))\b/,
    gives: new RegExp(String.raw`\d|\b${numberWord}\b`, "i"),
    impliedWords: ["number"],
    isLoose: true,
    headingWords: ["number", "limit"],
  },
];
