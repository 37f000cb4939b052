import type { ReactNode } from "react";

const ROMAN = "0 I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split(" ");
const COURT = ["Page", "Knight", "Queen", "King"];
const ACE = 1;
const FIRST_COURT = 11;

/** The number of pips in each row, for one to ten pips. */
const ROWS = [
  [1],
  [1, 1],
  [1, 1, 1],
  [2, 2],
  [2, 1, 2],
  [2, 2, 2],
  [2, 1, 2, 2],
  [2, 2, 2, 2],
  [3, 3, 3],
  [3, 2, 2, 3],
];

type Pip = { x: number; y: number };

/** Draws a tarot card from its id: suit and rank, or the number of a major arcana card. */
export function TarotFace({ id }: { id: string }) {
  const [suit = "major", number = "0"] = id.split("-");
  const rank = Number(number);
  return (
    <svg className="tarot-face" data-suit={suit} viewBox="0 0 60 100" aria-hidden="true">
      <rect className="tarot-paper" x="0.5" y="0.5" width="59" height="99" rx="5" />
      <rect className="tarot-frame" x="4" y="4" width="52" height="92" rx="3" />
      {suit === "major" ? <Major number={rank} /> : <Minor suit={suit} rank={rank} />}
    </svg>
  );
}

function Major({ number }: { number: number }) {
  const points = 5 + (number % 8);
  return (
    <>
      <circle className="tarot-line" cx="30" cy="44" r="20" />
      <polygon className="tarot-ink" points={star(30, 44, points, 18, 7 + (number % 3) * 2)} />
      <circle className="tarot-paper" cx="30" cy="44" r="4" />
      <text className="tarot-number" x="30" y="86">
        {ROMAN[number]}
      </text>
    </>
  );
}

function Minor({ suit, rank }: { suit: string; rank: number }) {
  if (rank >= FIRST_COURT) {
    return (
      <>
        <path className="tarot-ink" d="M18 30 l4 -12 6 8 2 -11 2 11 6 -8 4 12 z" />
        <Sign suit={suit} x={30} y={52} size={15} />
        <text className="tarot-number" x="30" y="88">
          {COURT[rank - FIRST_COURT]}
        </text>
      </>
    );
  }
  if (rank === ACE) return <Sign suit={suit} x={30} y={50} size={20} />;
  return pipsOf(rank).map(({ x, y }) => <Sign key={`${x} ${y}`} suit={suit} x={x} y={y} size={7} />);
}

function pipsOf(rank: number): Pip[] {
  const rows = ROWS[rank - 1] ?? [1];
  return rows.flatMap((count, row) =>
    Array.from({ length: count }, (_, column) => ({
      x: 30 + (column - (count - 1) / 2) * 15,
      y: 50 + (row - (rows.length - 1) / 2) * 19,
    })),
  );
}

const drawings: Record<string, ReactNode> = {
  wands: (
    <>
      <path className="tarot-stroke" d="M-3 9 L3 -9" />
      <path className="tarot-ink" d="M3 -9 q5 -1 5 4 q-5 1 -5 -4 z M0 0 q-6 -1 -6 -5 q6 0 6 5 z" />
    </>
  ),
  cups: <path className="tarot-ink" d="M-7 -8 h14 q0 9 -5.5 10.5 V7 h4 v2 h-11 v-2 h4 V2.5 Q-7 1 -7 -8 z" />,
  swords: (
    <>
      <path className="tarot-ink" d="M0 -10 l1.8 3 V4 h-3.6 V-7 z" />
      <path className="tarot-stroke" d="M-5 4 H5 M0 4 V10" />
    </>
  ),
  pentacles: (
    <>
      <circle className="tarot-line" r="9" />
      <polygon className="tarot-ink" points={star(0, 0, 5, 7.5, 3)} />
    </>
  ),
};

function Sign({ suit, x, y, size }: { suit: string; x: number; y: number; size: number }) {
  return <g transform={`translate(${x} ${y}) scale(${size / 10})`}>{drawings[suit]}</g>;
}

function star(x: number, y: number, points: number, outer: number, inner: number): string {
  return Array.from({ length: points * 2 }, (_, index) => {
    const radius = index % 2 === 0 ? outer : inner;
    const angle = (index * Math.PI) / points - Math.PI / 2;
    return `${(x + radius * Math.cos(angle)).toFixed(2)},${(y + radius * Math.sin(angle)).toFixed(2)}`;
  }).join(" ");
}
