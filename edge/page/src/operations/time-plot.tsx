const WIDTH = 120;
const HEIGHT = 30;

/** A small plot of the last values, oldest first. `max`: top of the scale; null: the largest value. */
export function TimePlot(props: {
  readonly label: string;
  readonly values: readonly number[];
  readonly max: number | null;
  readonly shown: string;
}) {
  const { label, values, max, shown } = props;
  const top = Math.max(max ?? Math.max(...values, 0), Number.EPSILON);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, i) => {
    const y = HEIGHT - 1 - (Math.min(value, top) / top) * (HEIGHT - 2);
    return `${(i * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <figure class="plot">
      <figcaption>
        {label} <b>{shown}</b>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}: ${shown}`}>
        <polyline points={points.join(" ")} />
      </svg>
    </figure>
  );
}
