const tarotSuits = ["wands", "cups", "swords", "pentacles"] as const;
type TarotSuit = (typeof tarotSuits)[number];

/** `id`: `major-0` to `major-21`, `wands-1` to `pentacles-14`; 11 to 14 are page, knight, queen and king. */
export type TarotCard = { id: string; name: string; upright: string; reversed: string };

/** Name, upright, reversed. */
type Written = readonly [string, string, string];

const MAJOR: readonly Written[] = [
  [
    "The Fool",
    "a beginning taken lightly, trust before proof",
    "a leap without looking, or one delayed too long",
  ],
  [
    "The Magician",
    "skill and will combined; you have what it takes",
    "unused talent, or promises too big to keep",
  ],
  ["The High Priestess", "quiet wisdom; listen before you act", "a truth you know but don't say"],
  ["The Empress", "growth, care, and abundance", "giving until nothing is left, or care that smothers"],
  ["The Emperor", "order, solid ground, a promise kept", "control for its own sake, or no structure at all"],
  ["The Hierophant", "learning from what others have tried", "rules that no longer fit you"],
  ["The Lovers", "a choice made with the whole heart", "two wishes that pull apart"],
  ["The Chariot", "forward, holding both reins", "speed without direction"],
  ["Strength", "patience that tames what force can't", "self-doubt, or an uncontrolled temper"],
  ["The Hermit", "time alone that makes things clear", "isolation that has lasted too long"],
  ["Wheel of Fortune", "a turn of events; go with it", "the same lesson again"],
  ["Justice", "fairness; what goes around comes around", "unfinished business, or a hasty verdict"],
  ["The Hanged Man", "a pause that shows things from a new angle", "a sacrifice nobody asked for"],
  ["Death", "an end that makes room", "holding on to what has ended"],
  ["Temperance", "balance, found by blending", "too much of one thing"],
  ["The Devil", "a tie you could loosen once you see it", "a tie that is being loosened"],
  ["The Tower", "a sudden truth; what was built on sand falls", "a collapse delayed, or one survived"],
  ["The Star", "hope after the storm, simple and real", "hope that needs tending"],
  ["The Moon", "dreams and doubts; not everything is as it seems", "fog that begins to lift"],
  ["The Sun", "joy, vitality, everything in full light", "joy behind a passing cloud"],
  ["Judgement", "a call you can't ignore", "a call you pretend not to hear"],
  ["The World", "a cycle completed; take what you learned with you", "one last step still missing"],
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
    ["a spark; start while it's warm", "an idea that won't catch fire yet"],
    ["a plan with the whole map before you", "a plan kept in the drawer"],
    ["ships on their way; what you started goes far", "delays on the way"],
    ["a feast, a home, something to celebrate together", "a celebration without peace at home"],
    ["arguing for sport; everyone has an opinion", "an argument settled, or one avoided"],
    ["success that others notice", "praise that doesn't come"],
    ["stand your ground", "tired of defending"],
    ["swift news, things in motion", "haste, crossed messages"],
    ["one more effort, wounded but standing", "walls kept up after the fight"],
    ["a load carried all the way", "a load you can put down"],
    ["curiosity with shining eyes", "enthusiasm that scatters"],
    ["full speed ahead", "full speed in the wrong direction"],
    ["warmth that draws others in", "warmth that burns, or jealousy"],
    ["a leader with a vision", "a leader who doesn't listen"],
  ],
  cups: [
    ["the heart opens", "a feeling held back"],
    ["two who meet as equals", "two out of step"],
    ["friends, laughter, thanks", "too much of a good thing"],
    ["bored with what is offered; look again", "waking up to what is there"],
    ["grief for what was spilled; two cups still stand", "turning to what is left"],
    ["kindness from the past", "living in the past"],
    ["many wishes, few of them real", "one wish seen clearly"],
    ["leaving what no longer feeds you", "staying for fear of leaving"],
    ["a wish come true", "a wish come true that leaves you empty"],
    ["a family at peace", "a picture of peace with cracks in it"],
    ["a gentle message, a surprise", "feelings easily hurt"],
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
    ["cunning; something done in secret", "a secret that comes to light"],
    ["a prison with an open door", "walking out of it"],
    ["worries in the night", "the night is nearly over"],
    ["the worst is over because it has happened", "slow recovery"],
    ["sharp questions", "sharp gossip"],
    ["straight ahead, whatever the weather", "recklessness"],
    ["a clear mind and honest words", "coldness"],
    ["judgment by principle", "judgment by rank"],
  ],
  pentacles: [
    ["a real chance; plant it", "a missed chance"],
    ["juggling, and doing it well", "one ball too many"],
    ["good work that others value", "work without a plan"],
    ["holding fast to what you have", "loosening the grip"],
    ["a lean time; help is nearer than it looks", "coming in from the cold"],
    ["give and take in balance", "a gift with strings attached"],
    ["patience; the fruit ripens", "pulling at a plant to make it grow"],
    ["practice, one piece at a time", "perfection in the wrong place"],
    ["standing on your own feet, and enjoying it", "comfort that is lonely"],
    ["a house that lasts", "an argument over the house"],
    ["a student who will go far", "dreams of riches, no homework"],
    ["slow and steady to the end", "stuck in a rut that was once a road"],
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
