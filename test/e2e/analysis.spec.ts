import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';

const sample = readFileSync(resolve(import.meta.dirname, '../../src/main/sample/sampleLog.txt'), 'utf8');

let app: RunningApp;
let folder = '';
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-logs-'));
  app = await launchApp();
});
test.afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Chooses files as if the user did so in the system's dialog. */
async function choose(...names: readonly string[]): Promise<string[]> {
  await app.electron.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    names.map((name) => join(folder, name)),
  );
  return app.page.evaluate(async () => {
    const chosen = await window.mailtriage.call('files.choose', { purpose: 'logs' });
    if (!chosen.ok) throw new Error(chosen.error.message.key);
    return chosen.value.map(({ id }) => id);
  });
}

const trace = (jobId: string, files: readonly string[]) =>
  app.page.evaluate(
    ([id, ids]) =>
      window.mailtriage.call('wizard.run', {
        jobId: id,
        wizard: 'trace',
        step: 'find-in-logs',
        facts: { recipient: 'user@bluemind.net' },
        source: { kind: 'files', files: [...ids] },
      }),
    [jobId, files] as const,
  );

test('reads a rotated, compressed pair on its own thread', async () => {
  const lines = sample.split(/(?<=\n)/);
  writeFileSync(join(folder, 'mail.log'), lines.slice(109).join(''));
  writeFileSync(join(folder, 'mail.log.1.gz'), gzipSync(lines.slice(0, 109).join('')));
  const answer = await trace('job-rotated-1', await choose('mail.log', 'mail.log.1.gz'));
  expect(answer).toMatchObject({
    ok: true,
    value: { total: 1, result: { verdict: { id: 'trace.delivered' } } },
  });
});

test('names a file that is no log', async () => {
  writeFileSync(
    join(folder, 'photo.jpg'),
    Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
  );
  expect(await trace('job-photo-01', await choose('photo.jpg'))).toMatchObject({
    ok: false,
    error: {
      code: 'unreadable-input',
      message: { key: 'errors:file.not-text', values: { file: 'photo.jpg' } },
    },
  });
});

test('shows progress without flooding the window, stays answerable and stops when told', async () => {
  writeFileSync(join(folder, 'long.log'), sample.repeat(4000));
  const files = await choose('long.log');
  const seen = await app.page.evaluate(async (ids) => {
    const progress: { at: number; doneBytes: number }[] = [];
    const off = window.mailtriage.on('job.progress', ({ jobId, doneBytes }) => {
      if (jobId === 'job-long-001') progress.push({ at: performance.now(), doneBytes });
    });
    const running = window.mailtriage.call('wizard.run', {
      jobId: 'job-long-001',
      wizard: 'trace',
      step: 'find-in-logs',
      facts: { recipient: 'user@bluemind.net' },
      source: { kind: 'files', files: ids },
    });
    // Long enough to have seen it work, and long before a fast computer is through.
    const until = performance.now() + 10_000;
    let slowest = 0;
    while (progress.length < 5 && performance.now() < until) {
      const asked = performance.now();
      await window.mailtriage.call('app.describe', undefined);
      slowest = Math.max(slowest, performance.now() - asked);
      await new Promise((later) => setTimeout(later, 20));
    }
    await window.mailtriage.call('job.cancel', { jobId: 'job-long-001' });
    const cancelled = performance.now();
    const answer = await running;
    off();
    const [stoppedAfter, lasted] = [performance.now() - cancelled, cancelled - (until - 10_000)];
    return { progress, slowest, stoppedAfter, lasted, answer };
  }, files);
  expect(seen.answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(seen.stoppedAfter).toBeLessThan(1000);
  expect(seen.slowest, 'main answers while a log is read').toBeLessThan(500);
  expect(seen.progress.length).toBeGreaterThan(3);
  expect(seen.progress.length, 'at most twenty a second').toBeLessThanOrEqual(seen.lasted / 50 + 2);
  expect(seen.progress.at(-1)?.doneBytes).toBeGreaterThan(seen.progress[0]?.doneBytes ?? 0);
});
