import { keyOf } from "./words.ts";

/** Groups of words that people and documents use for similar things, though rarely exact synonyms. */
const groups = `
  accessible wheelchair disabled barrier step-free
  account profile
  add create insert invite
  address location located based
  adjust regulate set
  adult grown-up
  age old
  airplane aircraft flight plane
  animal dog pet
  appointment booking reservation
  assemble assembly mount build
  backup copy
  bag luggage
  ban forbid forbidden prohibit
  baby child infant kid toddler
  bathroom restroom toilet
  battery accu accumulator
  begin start
  bill invoice receipt
  book reserve
  borrow lend loan
  boss employer manager supervisor
  break broken damage defective faulty
  breakfast food lunch meal
  burglar steal stolen theft thief
  business company firm
  buy order purchase
  call phone ring telephone
  cancel end quit terminate
  car vehicle
  cash coin money
  change edit modify
  cost fee price rate
  check inspect verify
  choose pick select
  clean rinse wash
  close shut
  cold freeze frost winter
  colleague employee member staff
  color colour
  combine together
  complain complaint
  compatible fit suit
  compensate refund reimburse repay
  confirm verify
  contact reach
  cover insurance
  creche nursery
  customer client
  dark night
  data information
  decline refuse reject
  delay late overdue
  deliver dispatch send ship
  deposit security
  device machine unit
  dimension measurement size
  directory folder
  disable deactivate off
  discount rebate reduction
  dispose recycle trash waste
  distance range
  doc document file paper
  donate donation gift give
  download fetch
  driver courier carrier
  drop drop-off return
  duration length period
  earn income salary wage
  email mail
  emergency urgent
  empty flat
  enable activate
  error failure fault
  exchange replace swap
  expire lapse valid
  extend prolong renew
  fast quick speed
  fasten attach fix
  fine penalty
  finish complete
  fix mend repair
  forget forgotten lost
  free gratis
  function operate work
  garage parking
  guarantee warranty
  guest visitor
  guide handbook instruction manual
  guitar instrument piano violin
  heat heating hot warm
  heavy weight
  help assistance support
  hide mask redact conceal
  hire lease rent
  holiday vacation
  house building home
  id identification passport
  image photo picture
  install setup
  internet online web
  invite invitation
  join register enroll enrol
  journey travel trip
  juice power electricity energy
  keep retain store
  key lock
  kill terminate cancel
  lamp light
  laptop computer notebook
  leak drip
  leave cancel exit
  left luggage
  less reduce
  letter post
  lift elevator
  limit maximum
  lose loss lost missing
  loud noise noisy
  maintain maintenance service
  make produce
  mend repair
  mobile smartphone phone
  movie film
  name title
  noise sound
  office branch
  open unlock
  overnight night
  owner ownership
  password credentials
  pause suspend
  pay payment
  people person
  permission permit right
  plan subscription tariff
  postpone reschedule
  power electricity
  prevent avoid
  print printing
  privacy private confidential
  problem trouble issue
  protect secure
  public open
  query statement
  quiet silent silence
  rain wet
  read view see
  reboot restart
  rename name
  replacement spare
  request apply application
  reset restore
  restaurant canteen cafe
  retired pensioner senior elderly
  review rating
  rule policy
  safe secure
  save store
  school student pupil
  screen display monitor
  serviceman technician
  share publish
  shop store
  sick ill
  similar like
  slow delay
  smoke smoking
  spoil damage
  stay remain
  storage store
  straight upright
  stroller pram
  subscribe subscription
  sum total amount
  switch turn
  team group
  test try trial
  ticket pass
  tool device
  tour excursion
  transfer move
  transport carry
  tyre tire wheel
  undo restore
  update upgrade
  upload import
  user member
  waterproof watertight rainproof water rain wet
  weak low
  wifi wlan wireless
  withdraw revoke
  wrong incorrect
`;
const MAX_RELATED_WORDS = 8;
/** Meanings of phrases that their single words do not have. */
const phrases: [RegExp, string][] = [
  [/\bmoney back\b/, "refund"],
  [/\b(?:send|bring|give|take|ship) (?:\w+ ){0,3}back\b/, "return"],
  [/\bsign (?:up|me up)\b/, "register join"],
  [/\b(?:sign|log) in\b/, "login"],
  [/\bget rid of\b/, "remove delete"],
  [/\bpick (?:\w+ ){0,2}up\b/, "collect"],
  [/\b(?:turn|switch|power|go|goes|come|comes) (?:\w+ ){0,3}on\b/, "start enable switch wake"],
  [/\b(?:turn|switch|power|go|goes) (?:\w+ ){0,3}off\b/, "disable stop switch"],
  [/\b(?:get|take|pull) (?:\w+ ){0,3}(?:out|off)\b/, "remove removal"],
  [/\b(?:run|runs|ran) out\b/, "empty"],
  [/\bgo(?:es)? up\b/, "increase rise"],
  [/\b(?:put|set) (?:\w+ ){0,2}together\b/, "assemble"],
  [/\bwarm(?:s)? up\b/, "heat heating"],
  [/\bpower (?:cut|failure)\b/, "outage"],
  [/\bhow many people work\b/, "employee staff"],
];

const byKey = new Map<string, Set<string>>();
for (const line of groups.trim().split("\n")) {
  const words = line.trim().split(" ");
  for (const word of words) {
    const others = byKey.get(keyOf(word)) ?? new Set();
    for (const other of words) if (other !== word) others.add(other);
    byKey.set(keyOf(word), others);
  }
}

/** Words for a phrase that begins with the word or is fixed: "remove" for "get" in "get the wheel off". */
export function phraseWordsOf(word: string, text: string): string[] {
  return phrases.flatMap(([phrase, words]) => {
    const said = phrase.exec(text)?.[0].split(" ") ?? [];
    const own = phrase.source.includes("{0,") ? said.slice(0, 1) : said;
    return own.includes(word) ? words.split(" ") : [];
  });
}

/** Returns English words that a text may use in place of a word of a question. @param text in lower case */
export function relatedWordsOf(word: string, text: string): string[] {
  return [...phraseWordsOf(word, text), ...(byKey.get(keyOf(word)) ?? [])].slice(0, MAX_RELATED_WORDS);
}
