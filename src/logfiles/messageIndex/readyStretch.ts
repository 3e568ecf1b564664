import type { ScannedFile, ScannedSegment } from '../engine/scannedFile.ts';
import type { MessageColumns, TotalsColumns } from '../engine/segmentScan.ts';
import type { SharedNumbers } from './sharedTexts.ts';

/** A stretch ready to be read: everything in the numbers of all stretches. */
export interface ReadyStretch {
  readonly file: ScannedFile;
  readonly fileNumber: number;
  readonly segment: ScannedSegment;
  readonly columns: TotalsColumns;
  readonly messages: MessageColumns;
  readonly numbers: SharedNumbers;
  readonly repeats: ReadonlyMap<number, number>;
}
