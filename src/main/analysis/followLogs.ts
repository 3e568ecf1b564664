import type { Growth } from '../../logfiles/growthWatch.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import type { LogSource } from '../../logfiles/readLogs.ts';
import type { IndexGrown } from './indexRequest.ts';

/** Milliseconds. */
export interface Clock {
  now(): number;
  wait(millis: number): Promise<unknown>;
}

/** Looking costs next to nothing. */
const lookMillis = 1000;
/** After a reading nine times as long passes without one: a tenth of the time at most goes into it. */
const pauseFactor = 9;
/** Where reading takes less than that, nobody need wait longer than this for a new line. */
const quickMillis = 300;
const quickPauseMillis = 2000;

/**
 * Has logs read again when they grew, large ones seldom: all of them is read each time. Ends when a file is no longer what it was.
 * The first reading is no measure, since what is done only once was part of it; as long as it took passes before the next.
 */
export async function followLogs(
  growth: { look(): Promise<Growth> },
  firstTook: number,
  again: (sources: readonly LogSource[]) => Promise<void>,
  { now, wait }: Clock,
): Promise<NonNullable<IndexGrown['ended']>> {
  for (let pause = Math.max(lookMillis, firstTook); ;) {
    await wait(pause);
    const seen = await growth.look();
    pause = lookMillis;
    if (seen.kind === 'same') continue;
    if (seen.kind !== 'changed') return seen;
    const started = now();
    try {
      await again(seen.sources);
    } catch (error) {
      if (error instanceof LogFileError) return { kind: 'gone', file: error.problem.file };
      throw error;
    }
    pause = pauseAfter(now() - started);
  }
}

function pauseAfter(took: number): number {
  const fair = Math.max(lookMillis, took * pauseFactor);
  return took < quickMillis ? Math.min(fair, quickPauseMillis) : fair;
}
