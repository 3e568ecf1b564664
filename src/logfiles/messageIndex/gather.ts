import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import type { Float64Column, Int32Column, Uint8Column } from '../engine/column.ts';
import { none } from './mailColumns.ts';

// Three functions and not one, as in `engine/column.ts`: each sees one type of array.

/** The values of a column at these places; none where the place is none. `room`: where they are to stand. */
export function gatherNumbers(
  { values }: Int32Column,
  places: Int32Array,
  room: Pick<RowLoops, 'numbers'> = plainLoops,
): Int32Array<ArrayBuffer> {
  const gathered = room.numbers(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number;
    gathered[at] = place === none ? none : (values[place] as number);
  }
  return gathered;
}

/** As `gatherNumbers`; NaN where the place is none. */
export function gatherFractions({ values }: Float64Column, places: Int32Array): Float64Array<ArrayBuffer> {
  const gathered = new Float64Array(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number;
    gathered[at] = place === none ? NaN : (values[place] as number);
  }
  return gathered;
}

/** As `gatherNumbers`; 0 where the place is none. */
export function gatherBytes({ values }: Uint8Column, places: Int32Array): Uint8Array<ArrayBuffer> {
  const gathered = new Uint8Array(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number;
    gathered[at] = place === none ? 0 : (values[place] as number);
  }
  return gathered;
}
