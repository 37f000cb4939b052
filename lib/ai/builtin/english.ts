const list = (words: string): Set<string> => new Set(words.trim().split(/\s+/));

/** Words that carry grammar, politeness or the form of a question, never its topic. */
export const stopWords = list(`
  a an the this that these those some any each every all both either neither such same other another one ones
  i me my mine myself you your yours yourself he him his she her hers it its itself we us our ours they them their
  who whom whose which what when where why how whether if then than so as of at by for from in into on onto off to
  up down out over under about above below between through during before after with without within against per via
  and or but nor not no yes be is am are was were been being do does did doing done have has had having can could
  may might must shall should will would ought let cant cannot dont doesnt didnt isnt arent wasnt wont wouldnt
  couldnt shouldnt havent hasnt im ive id ill youre whats thats theres can't don't doesn't didn't isn't aren't
  wasn't won't wouldn't couldn't shouldn't haven't hasn't i'm i've i'd i'll you're what's that's there's it's
  there here now just only also too very much many more most less least few lot lots still already again ever
  please thanks thank hi hello hey dear kindly ok okay
  anyone someone something anything everything nothing anymore etc e.g i.e really actually maybe perhaps
  possible allowed able else because while until till since though although however often usually always never
`);

/** Common verbs and fillers: a match counts as evidence, a missing one costs nothing. */
export const fillerWords = list(`
  tell explain show describe say know wonder wondering
  get gets got getting go goes going went gone come comes coming came take takes taking took make makes making made
  put puts putting give gives given gave want wants wanted need needs needed needing like look looks looking find
  finds found use uses used using try tries trying tried help helps helping keep keeps keeping kept happen happens
  happened mean means meant work works working worked start stop begin end do thing things stuff way ways kind sort
  type part bit idea first last next new old good bad better best big small high low long short far near lower higher upper
  quick quickly soon faster slower bigger smaller larger cheaper newer older longer shorter right wrong main different own enough little great sure case point time times day days year
  years today tomorrow yesterday night morning week month hour minute man woman guy person people somebody place
  side back front left top bottom inside outside away around along together instead leave leaves leaving left sit
  stand see seen saw hear feel think thought believe guess call called name named ask asked asking answer question
  problem issue trouble able allow allows recommend recommended suggest advise become turn turns turning set sets
  setting bring brings buy bought have hold run running seem seems wish happen possible available offer offers
  offered provide provides contain contains include includes included involve require requires required recommend
  send sends sent sending receive receives received actual current exact exactly general usual normal normally simple simply easy easily fully full
  total overall roughly approximately maximum minimum max min least most due ready number amount value
  item items product products article articles info information details compare difference
`);

/** Words that customers and documents use for the same thing. */
const synonyms = `
  ship deliver send dispatch
  phone telephone
  squeak squeal screech
  bike bicycle
  kid child
  warranty guarantee
  fix repair
  locate address place
  open hour
  buy purchase
  delete remove
  wash clean
  washer cleaner
  restart reboot
`;

/** For each word the others of its line. */
export const synonymsOf: ReadonlyMap<string, readonly string[]> = new Map(
  synonyms
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" "))
    .flatMap((line) => line.map((word) => [word, line.filter((other) => other !== word)] as const)),
);

/** Irregular forms that suffix rules cannot reduce, as pairs of form and base. */
export const irregular: Record<string, string> = Object.fromEntries(
  `began begin begun begin bent bend bit bite bitten bite blew blow blown blow bought buy broke break broken break
  brought bring built build burnt burn came come caught catch chose choose chosen choose cost cost dealt deal drank
  drink driven drive drove drive drew draw drawn draw eaten eat ate eat fallen fall fell fall felt feel flew fly
  flown fly forgot forget forgotten forget fought fight found find froze freeze frozen freeze gave give given give
  gone go went go got get gotten get grew grow grown grow heard hear held hold hid hide hidden hide kept keep knew
  know known know laid lay led lead left leave lent lend lost lose made make meant mean met meet paid pay ran run
  ridden ride rode ride risen rise rose rise sank sink sat sit seen see saw see sent send shook shake shaken shake
  shown show sold sell spent spend spoke speak spoken speak stole steal stolen steal stood stand stuck stick struck
  strike swore swear taken take took take taught teach thought think threw throw thrown throw told tell tore tear
  torn tear understood understand woke wake woken wake won win wore wear worn wear written write wrote write
  children child men man women woman feet foot teeth tooth mice mouse people person lives life leaves leave
  indices index matrices matrix vertices vertex theft steal loss lose
  sale sell gift give choice choose proof prove speech speak payment pay weight weigh height high
  length long width wide depth deep advice advise success succeed growth grow`
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? word]);
      return pairs;
    }, []),
);
