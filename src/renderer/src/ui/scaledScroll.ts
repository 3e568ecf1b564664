/**
 * Chromium draws no element higher than 33,554,428 px and places things to the pixel only up to 2^24: a list of a million
 * rows is higher. Beyond this height the scroll bar stands for more than it measures.
 */
const HIGHEST_PX = 15_000_000;

interface LongList {
  readonly count: number;
  readonly rowHeight: number;
  /** Of what is seen of the list, in px. */
  readonly viewHeight: number;
}

/** How high the scrolled element is. */
export const scrolledHeight = ({ count, rowHeight }: LongList): number =>
  Math.min(count * rowHeight, HIGHEST_PX);

/** How many px of the list one px of scrolling stands for; 1 for all but the longest lists. */
export function scrollScale(list: LongList): number {
  const whole = list.count * list.rowHeight;
  if (whole <= HIGHEST_PX) return 1;
  return (whole - list.viewHeight) / (HIGHEST_PX - list.viewHeight);
}

/** First and last row that can be seen, and a few more on either side. */
export function rowsInView(list: LongList, scrollTop: number, more = 6): readonly [number, number] {
  const top = scrollTop * scrollScale(list);
  const first = Math.floor(top / list.rowHeight) - more;
  const last = Math.ceil((top + list.viewHeight) / list.rowHeight) + more;
  return [Math.max(0, first), Math.max(0, Math.min(list.count - 1, last))];
}

/** Where a row stands in the scrolled element, in px from its top, when it is scrolled to `scrollTop`. */
export const rowTop = (list: LongList, scrollTop: number, row: number): number =>
  row * list.rowHeight - scrollTop * (scrollScale(list) - 1);

/** How far to scroll so that a row is seen whole; the same when it is already. */
export function scrollTopFor(list: LongList, scrollTop: number, row: number): number {
  const scale = scrollScale(list);
  const top = scrollTop * scale;
  const start = row * list.rowHeight;
  const end = start + list.rowHeight;
  if (start < top) return start / scale;
  return end > top + list.viewHeight ? (end - list.viewHeight) / scale : scrollTop;
}
