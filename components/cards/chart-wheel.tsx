import { type ChartCard, signs } from "#lib/oracle/schema.ts";
import { signSymbol } from "#lib/oracle/zodiac.ts";

const AS_TEXT = "\uFE0E";
const OUTER = 96;
const INNER = 74;
const BODIES = 60;

/** The zodiac wheel: signs run counterclockwise from the ascendant, if any, at the left. */
export function ChartWheel({ card }: { card: ChartCard }) {
  const longitude = ({ sign, degree }: { sign: (typeof signs)[number]; degree: number }) =>
    signs.indexOf(sign) * 30 + degree;
  const start = card.ascendant ? longitude(card.ascendant) : 0;
  const at = (degrees: number, radius: number) => {
    const angle = Math.PI - ((degrees - start) * Math.PI) / 180 + 2 * Math.PI;
    return {
      x: Number((radius * Math.cos(angle)).toFixed(2)),
      y: Number((radius * Math.sin(angle)).toFixed(2)),
    };
  };
  const bodies = new Map(card.positions.map((one) => [one.body, longitude(one)]));
  return (
    <svg className="chart-wheel" viewBox="-100 -100 200 200" aria-hidden="true">
      <circle className="wheel-line" r={OUTER} />
      <circle className="wheel-line" r={INNER} />
      {signs.map((sign, index) => {
        const [from, to] = [at(index * 30, INNER), at(index * 30, OUTER)];
        const middle = at(index * 30 + 15, (INNER + OUTER) / 2);
        return (
          <g key={sign}>
            <line className="wheel-line" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
            <text className="wheel-sign" x={middle.x} y={middle.y}>
              {signSymbol(sign)}
              {AS_TEXT}
            </text>
          </g>
        );
      })}
      {card.aspects.map(({ a, b, kind }) => {
        const [one, other] = [at(bodies.get(a) ?? 0, BODIES - 8), at(bodies.get(b) ?? 0, BODIES - 8)];
        return (
          <line
            key={`${a} ${b}`}
            className="wheel-aspect"
            data-kind={kind}
            x1={one.x}
            y1={one.y}
            x2={other.x}
            y2={other.y}
          />
        );
      })}
      {card.positions.map((one) => {
        const spot = at(longitude(one), BODIES);
        return (
          <circle
            key={one.body}
            className="wheel-body"
            data-body={one.body}
            cx={spot.x}
            cy={spot.y}
            r={3.5}
          />
        );
      })}
    </svg>
  );
}
