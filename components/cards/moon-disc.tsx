const R = 46;

type MoonDiscProps = {
  /** The moon's elongation east of the sun, 0 to 360 degrees. */
  angle: number;
};

/** The moon at its current phase, as seen from the northern hemisphere. */
export function MoonDisc({ angle }: MoonDiscProps) {
  const isWaning = angle > 180;
  const turn = ((isWaning ? 360 - angle : angle) * Math.PI) / 180;
  const width = (Math.abs(Math.cos(turn)) * R).toFixed(2);
  const bulge = Math.cos(turn) > 0 ? 0 : 1;
  const lit = `M 0 ${-R} A ${R} ${R} 0 0 1 0 ${R} A ${width} ${R} 0 0 ${bulge} 0 ${-R} Z`;
  return (
    <svg className="moon-disc" viewBox="-50 -50 100 100" aria-hidden="true">
      <circle className="moon-dark" r={R} />
      <path className="moon-lit" d={lit} transform={isWaning ? "scale(-1 1)" : undefined} />
      <g className="moon-seas">
        <circle cx="-14" cy="-16" r="9" />
        <circle cx="11" cy="-20" r="6.5" />
        <circle cx="17" cy="2" r="8" />
        <circle cx="-19" cy="10" r="6" />
        <circle cx="3" cy="24" r="5" />
      </g>
    </svg>
  );
}
