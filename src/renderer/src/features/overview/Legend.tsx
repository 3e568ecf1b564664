import classes from './Legend.module.css';

interface LegendProps {
  readonly entries: readonly { readonly name: string; readonly part: string }[];
}

/** Which colour means what, beside a chart. The chart's own sentence says it to those who cannot see it. */
export function Legend({ entries }: LegendProps) {
  return (
    <ul className={classes.legend}>
      {entries.map(({ name, part }) => (
        <li key={part}>
          <span className={classes.mark} data-part={part} aria-hidden />
          {name}
        </li>
      ))}
    </ul>
  );
}
