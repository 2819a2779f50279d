interface HatchProps {
  /** Of its pattern, which no other picture of the page may have. */
  readonly id: string;
  /** In percent of the width. */
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
  readonly height: number;
}

/** Marks where there is nothing. */
export function Hatch({ id, stretches, height }: HatchProps) {
  if (stretches.length === 0) return null;
  const share = (of: number) => `${Number(of.toFixed(2))}%`;
  return (
    <>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="hatch" d="M2.5,0v5" />
      </pattern>
      {stretches.map(({ from, to }) => (
        <rect key={from} class="gap" x={share(from)} width={share(to - from)} height={height} fill={`url(#${id})`} />
      ))}
    </>
  );
}
