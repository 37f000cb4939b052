export const tarotSuits = ["wands", "cups", "swords", "pentacles"] as const;
export type TarotSuit = (typeof tarotSuits)[number];

/** `id`: `major-0` to `major-21`, `wands-1` to `pentacles-14`, where 11 to 14 are page, knight, queen and king. */
export type TarotCard = { id: string; name: string; upright: string; reversed: string };

/** Name, upright, reversed. */
type Written = readonly [string, string, string];

const MAJOR: readonly Written[] = [
  [
    "The Fool",
    "a beginning taken lightly, trust before proof",
    "a leap without looking, or one put off too long",
  ],
  [
    "The Magician",
    "skill and will in one hand; you have what it takes",
    "talent unused, or words that promise too much",
  ],
  ["The High Priestess", "quiet knowledge; listen before you act", "a truth you know and do not say"],
  ["The Empress", "growth, care and plenty", "giving until nothing is left, or care that smothers"],
  [
    "The Emperor",
    "order, firm ground, a word that holds",
    "control for its own sake, or no structure at all",
  ],
  ["The Hierophant", "learning from what others have tried", "rules that no longer fit you"],
  ["The Lovers", "a choice made with the whole heart", "two wishes that pull apart"],
  ["The Chariot", "forward, with both reins in hand", "speed without direction"],
  ["Strength", "patience that tames what force cannot", "doubt in yourself, or a temper let loose"],
  ["The Hermit", "time alone that makes things clear", "withdrawal that has gone on too long"],
  ["Wheel of Fortune", "a turn in events; move with it", "the same lesson once more"],
  ["Justice", "a fair account; what was done comes back", "an account left open, or a verdict too quick"],
  ["The Hanged Man", "waiting that shows things another way round", "sacrifice that nobody asked for"],
  ["Death", "an end that makes room", "holding on to what is over"],
  ["Temperance", "the right measure, found by mixing", "too much of one thing"],
  ["The Devil", "a tie you could loosen once you see it", "a tie that is being loosened"],
  ["The Tower", "a sudden truth; what was built on sand falls", "a collapse put off, or one survived"],
  ["The Star", "hope after the storm, plain and real", "hope that needs tending"],
  ["The Moon", "dreams and doubts; not all is as it looks", "fog that begins to lift"],
  ["The Sun", "joy, health, things in full light", "joy behind a cloud that passes"],
  ["Judgement", "a call you cannot mishear", "a call you pretend not to hear"],
  ["The World", "a circle closed; take what you learned along", "one last step that is missing"],
];

const RANKS = [
  "Ace",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
  "Ten",
  "Page",
  "Knight",
  "Queen",
  "King",
] as const;

/** Upright and reversed, from ace to king. */
const MINOR: Record<TarotSuit, readonly (readonly [string, string])[]> = {
  wands: [
    ["a spark; begin while it is warm", "an idea that will not catch fire yet"],
    ["a plan with the whole map before you", "a plan kept in the drawer"],
    ["ships sent out; what you began goes far", "delays on the way"],
    ["a feast, a home, something to be glad of together", "a feast without peace in the house"],
    ["quarrel as sport; everyone has an opinion", "a quarrel settled, or one swallowed"],
    ["success that others see", "praise that does not come"],
    ["stand your ground", "tired of defending"],
    ["swift news, things in motion", "haste, crossed messages"],
    ["one more effort, bandaged but upright", "walls kept up after the fight"],
    ["a load carried all the way", "a load that may be put down"],
    ["curiosity with shining eyes", "enthusiasm that scatters"],
    ["off at once, and after it", "off at once, and in the wrong direction"],
    ["warmth that draws others in", "warmth that burns, or jealousy"],
    ["a leader with a vision", "a leader who does not listen"],
  ],
  cups: [
    ["the heart opens", "a feeling kept in"],
    ["two who meet as equals", "two out of step"],
    ["friends, laughter, thanks", "too much of a good thing"],
    ["bored with what is offered; look again", "waking up to what is there"],
    ["grief for what was spilled; two cups still stand", "turning round to what is left"],
    ["kindness out of the past", "living in the past"],
    ["many wishes, few of them real", "one wish seen clearly"],
    ["leaving what no longer feeds you", "staying for fear of leaving"],
    ["a wish come true", "a wish come true that does not fill you"],
    ["a family at peace", "a picture of peace, and cracks in it"],
    ["a gentle message, a surprise", "hurt feelings, quickly taken"],
    ["an offer from the heart", "charm without follow-through"],
    ["feeling with others without drowning", "drowning in what others feel"],
    ["calm on a moving sea", "calm outside, storm within"],
  ],
  swords: [
    ["a clear thought that cuts through", "a clear thought used as a weapon"],
    ["a choice put off behind closed eyes", "the blindfold comes off"],
    ["a heart that hurts, honestly", "a wound that begins to close"],
    ["rest before the next thing", "restless rest"],
    ["a victory that costs more than it gives", "making peace after it"],
    ["a crossing to calmer water", "luggage from the other shore"],
    ["cunning, a thing done unseen", "a secret that comes to light"],
    ["a prison with an open door", "walking out of it"],
    ["worries of the night", "the night is nearly over"],
    ["the worst is over because it has happened", "slow recovery"],
    ["sharp questions", "sharp gossip"],
    ["straight at it, whatever the weather", "recklessness"],
    ["a clear mind and an honest word", "coldness"],
    ["judgement by principle", "judgement by rank"],
  ],
  pentacles: [
    ["a real chance; plant it", "a chance let slip"],
    ["juggling, and doing it well", "one ball too many"],
    ["good work that others value", "work without a plan"],
    ["holding fast to what you have", "loosening the grip"],
    ["a lean time; help is nearer than it looks", "coming in from the cold"],
    ["giving and taking in balance", "a gift with a string on it"],
    ["patience; the fruit ripens", "pulling at the plant to make it grow"],
    ["practice, one piece after another", "perfection in the wrong place"],
    ["standing on your own feet, and enjoying it", "comfort that is lonely"],
    ["a house that lasts", "a quarrel over the house"],
    ["a student who will go far", "dreams of riches, no homework"],
    ["slow and to the end", "stuck in a rut that was once a road"],
    ["a home where there is enough", "care for everyone but yourself"],
    ["wealth that was earned and is shared", "wealth that owns its owner"],
  ],
};

const suitNames: Record<TarotSuit, string> = {
  wands: "Wands",
  cups: "Cups",
  swords: "Swords",
  pentacles: "Pentacles",
};

/** All 78: the major cards by number, then each suit from ace to king. */
export const tarotDeck: readonly TarotCard[] = [
  ...MAJOR.map(([name, upright, reversed], number) => ({ id: `major-${number}`, name, upright, reversed })),
  ...tarotSuits.flatMap((suit) =>
    MINOR[suit].map(([upright, reversed], index) => ({
      id: `${suit}-${index + 1}`,
      name: `${RANKS[index]} of ${suitNames[suit]}`,
      upright,
      reversed,
    })),
  ),
];
