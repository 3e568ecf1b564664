import { describe, expect, it } from 'vitest';
import type { Growth } from '../../logfiles/growthWatch.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import { followLogs } from './followLogs.ts';

const gone: Growth = { kind: 'gone', file: 'mail.log' };

interface Run {
  /** When it was looked, and when a reading began. */
  readonly looks: readonly number[];
  readonly readings: readonly number[];
  readonly ended: Awaited<ReturnType<typeof followLogs>>;
}

/** Follows a log that gets a line at these times, and is gone after `until`; reading takes as long as `takes` says in turn. */
async function follow(
  firstTook: number,
  takes: readonly number[],
  grows: readonly number[],
  until: number,
): Promise<Run> {
  let time = 0;
  let unseen = [...grows];
  const looks: number[] = [];
  const readings: number[] = [];
  const look = (): Promise<Growth> => {
    looks.push(time);
    const before = unseen.length;
    unseen = unseen.filter((at) => at > time);
    if (time > until) return Promise.resolve(gone);
    return Promise.resolve(unseen.length < before ? { kind: 'changed', sources: [] } : { kind: 'same' });
  };
  const again = (): Promise<void> => {
    readings.push(time);
    time += takes[Math.min(readings.length, takes.length) - 1] ?? 0;
    return Promise.resolve();
  };
  const wait = (millis: number): Promise<void> => {
    time += millis;
    return Promise.resolve();
  };
  const ended = await followLogs({ look }, firstTook, again, { now: () => time, wait });
  return { looks, readings, ended };
}

const everySecond = (seconds: number): number[] => Array.from({ length: seconds }, (_, at) => at * 1000 + 1);

describe('a log that grows', () => {
  it('is looked at each second while nothing comes, however long its reading takes', async () => {
    const { looks, readings } = await follow(300, [40_000], [], 5000);
    expect(looks).toEqual([1000, 2000, 3000, 4000, 5000, 6000]);
    expect(readings).toEqual([]);
  });

  it('is seen within two seconds when reading it is quick', async () => {
    for (const took of [10, 100, 250, 299]) {
      const grows = everySecond(60);
      const { readings } = await follow(400, [took], grows, 60_000);
      for (const at of grows.filter((one) => one < 57_000)) {
        expect(readings.some((begun) => begun >= at && begun + took <= at + 2000 + took * 2)).toBe(true);
      }
    }
  });

  it('takes a tenth of the time at most when reading it is slow', async () => {
    for (const took of [300, 1000, 7000]) {
      const hour = 3_600_000;
      const { readings } = await follow(took * 2, [took], everySecond(3600), hour);
      expect(readings.length).toBeGreaterThan(hour / (took * 10) - 3);
      expect((readings.length * took) / hour).toBeLessThanOrEqual(0.1 + took / hour);
    }
  });

  it('is read at once when it grew after the pause was over', async () => {
    const { readings } = await follow(1000, [5000], [500, 80_200], 90_000);
    expect(readings).toEqual([1000, 81_000]);
  });

  it('is read sooner again when one reading was slow by chance', async () => {
    const { readings } = await follow(1000, [5000, 100], everySecond(60), 60_000);
    expect(readings.slice(0, 4)).toEqual([1000, 51_000, 52_100, 53_200]);
  });
});

describe('following ends', () => {
  it('with what became of the file', async () => {
    expect((await follow(100, [100], [], 0)).ended).toEqual(gone);
  });

  it('when the file cannot be read any more, and with any other fault', async () => {
    const growth = { look: () => Promise.resolve<Growth>({ kind: 'changed', sources: [] }) };
    const clock = { now: () => 0, wait: () => Promise.resolve() };
    const unreadable = new LogFileError({ kind: 'missing', file: 'a.log', linesRead: 0, detail: '' });
    await expect(followLogs(growth, 0, () => Promise.reject(unreadable), clock)).resolves.toEqual({
      kind: 'gone',
      file: 'a.log',
    });
    const fault = new Error('a fault of ours');
    await expect(followLogs(growth, 0, () => Promise.reject(fault), clock)).rejects.toThrow(fault);
  });
});
