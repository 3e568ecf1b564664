/** Colours by what they mean, as a chart library can read them, and the font of the page: it measures texts by it. */
export interface ChartColours {
  readonly delivered: string;
  readonly deferred: string;
  readonly bounced: string;
  readonly rejected: string;
  readonly received: string;
  readonly other: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  readonly accent: string;
  readonly font: string;
}

const tokens: Readonly<Record<Exclude<keyof ChartColours, 'font'>, string>> = {
  delivered: '--mt-ok-line',
  deferred: '--mt-warning-line',
  bounced: '--mt-problem-line',
  rejected: '--mt-unknown-line',
  received: '--mt-ink',
  other: '--mt-line-strong',
  ink: '--mt-ink',
  quiet: '--mt-quiet',
  line: '--mt-line',
  paper: '--mt-paper',
  accent: '--mt-accent',
};

/**
 * The colours of `ui/tokens.css` in the scheme given. They are `light-dark()` pairs, which only the browser can resolve:
 * an element that is never seen is asked what they come to.
 */
export function chartColours(scheme: 'light' | 'dark'): ChartColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.colorScheme = scheme;
  document.body.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, read(token)]));
  const font = getComputedStyle(document.body).fontFamily;
  probe.remove();
  return { ...colours, font } as unknown as ChartColours;
}
