/** The drawing's own units; it is stretched to its place. */
const WIDTH = 240;
const HEIGHT = 40;

/** Room above the highest and below the lowest line, so that neither is cut. */
const MARGIN = 2;

/**
 * A small plot of the last values against time, the newest at the right edge.
 *
 * @param props.values oldest first
 * @param props.samples values that the whole width stands for
 * @param props.max top of the scale; null: the largest value
 * @param props.shown the newest value in words
 */
export function TimePlot(props: {
  readonly label: string;
  readonly values: readonly number[];
  readonly samples: number;
  readonly max: number | null;
  readonly shown: string;
}) {
  const { label, values, samples, max, shown } = props;
  const top = Math.max(max ?? Math.max(...values, 0), Number.EPSILON);
  const step = WIDTH / (samples - 1);
  const line = values.map((value, i) => {
    const x = WIDTH - (values.length - 1 - i) * step;
    const y = HEIGHT - MARGIN - (Math.min(value, top) / top) * (HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const from = (WIDTH - (values.length - 1) * step).toFixed(1);
  return (
    <figure class="plot">
      <figcaption>
        {label} <b>{shown}</b>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}: ${shown}`}>
        <polygon points={[`${from},${HEIGHT}`, ...line, `${WIDTH},${HEIGHT}`].join(" ")} />
        <polyline points={line.join(" ")} />
      </svg>
    </figure>
  );
}
