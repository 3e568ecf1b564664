import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressBatch } from './progressBatch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const progress = (jobId: string, doneBytes: number) => ({
  jobId,
  doneBytes,
  totalBytes: 100,
  label: 'mail.log',
});

describe('ProgressBatch', () => {
  it('sends at most 20 times a second, always the latest', () => {
    const send = vi.fn();
    const batch = new ProgressBatch(send);
    for (let ms = 0; ms < 1000; ms += 1) {
      batch.add(progress('job-1', ms));
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(send.mock.calls.length).toBeLessThanOrEqual(20);
    expect(send.mock.calls.length).toBeGreaterThan(15);
    expect(send).toHaveBeenLastCalledWith(progress('job-1', 999));
  });

  it('keeps jobs apart, and says nothing of a job that ended', () => {
    const send = vi.fn();
    const batch = new ProgressBatch(send);
    batch.add(progress('job-1', 1));
    batch.add(progress('job-2', 2));
    batch.add(progress('job-3', 3));
    batch.drop('job-2');
    vi.advanceTimersByTime(100);
    expect(send.mock.calls.map(([{ jobId }]) => jobId)).toEqual(['job-1', 'job-3']);
  });
});
