import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../../core/case/case.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import { CaseBook } from '../../cases/caseBook.ts';
import { reportWords } from '../../cases/reportWords.ts';
import { plainWriter } from '../../servers/testServers.ts';
import { CaseStore } from '../../store/caseStore.ts';
import { caseHandlers } from './caseHandlers.ts';

let folder = '';
let time = Date.parse('2026-11-23T01:30:00Z');
let place: string | null = null;
let proposed = '';
let printed = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-cases-'));
  place = join(folder, 'report');
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = () => new Date((time += 1000));
function open(language: 'en' | 'de' | 'fr' = 'de', zone = 'log') {
  const cases = new CaseBook(new CaseStore(folder, plainWriter, now), now);
  const handlers = caseHandlers({
    cases,
    dialogs: {
      choosePlace: (name) => {
        proposed = name;
        return Promise.resolve(place);
      },
    },
    words: () => reportWords(language, zone),
    printPage: (html) => {
      printed = html;
      return Promise.resolve(Buffer.from(`%PDF of ${html.length}`));
    },
  });
  return { cases, handlers };
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message.key);
  return result.value;
}

async function madeCase(): Promise<Case> {
  const { cases, handlers } = open();
  const { id } = valueOf(await handlers['cases.begin'](undefined));
  const made = cases.add(
    id,
    {
      playbook: 'trace',
      step: 'find-in-logs',
      source: 'Firma Muster, mail.bluemind.net',
      commands: ["grep -F 'anna@bluemind.net'"],
      verdict: {
        level: 'problem',
        id: 'queue.quota-full',
        because: { key: 'errors:text-not-saved', values: { name: 'anna@bluemind.net' } },
        details: [
          { key: 'errors:file.cut-short', values: { file: 'mail.log', lines: 12_345 } },
          { key: 'servers-main:log.none', values: { server: 'Firma Muster' } },
          { key: 'overview:filter.from', values: { from: '2026-07-01T20:45:32Z' } },
          { key: 'overview:filter.to', values: { to: '2026-07-02T03:04:05' } },
        ],
        evidence: [
          { file: 'Firma Muster:/var/log/mail.log', line: 4, text: 'to=<anna@bluemind.net> <script>' },
        ],
        confidence: 'certain',
        whoActs: 'you',
        remedies: [],
      },
    },
    { recipient: 'anna@bluemind.net' },
    { queueId: 'C5BF3135FAF' },
  );
  if (made === null) throw new Error('not added');
  return made;
}

const gone = { ok: false, error: { code: 'not-found', message: { key: 'servers-main:case-gone' } } };

describe('cases', () => {
  it('are kept from their first answer on, and outlive the app', async () => {
    const { id } = await madeCase();
    const { handlers } = open();
    expect(valueOf(await handlers['cases.list'](undefined))).toMatchObject([
      { id, subject: 'anna@bluemind.net', steps: 1, verdict: { level: 'problem' } },
    ]);
    expect(valueOf(await handlers['cases.open']({ id })).facts).toEqual({
      recipient: 'anna@bluemind.net',
      queueId: 'C5BF3135FAF',
    });
    expect(valueOf(await open().handlers['cases.note']({ id, notes: 'called Anna' })).notes).toBe(
      'called Anna',
    );
    expect(valueOf(await open().handlers['cases.open']({ id })).notes).toBe('called Anna');
    await open().handlers['cases.remove']({ id });
    expect(valueOf(await open().handlers['cases.list'](undefined))).toEqual([]);
  });

  it('that are begun and left leave nothing behind', async () => {
    const { handlers } = open();
    const { id } = valueOf(await handlers['cases.begin'](undefined));
    expect(valueOf(await handlers['cases.list'](undefined))).toEqual([]);
    expect(valueOf(await handlers['cases.open']({ id })).entries).toEqual([]);
    expect(await open().handlers['cases.open']({ id })).toMatchObject(gone);
  });

  it('that are gone are said so', async () => {
    const { handlers } = open();
    const id = 'case-0000';
    expect(await handlers['cases.open']({ id })).toMatchObject(gone);
    expect(await handlers['cases.note']({ id, notes: '' })).toMatchObject(gone);
    expect(await handlers['cases.export']({ id, format: 'html', anonymous: false })).toMatchObject(gone);
    expect(await handlers['cases.remove']({ id })).toEqual({ ok: true, value: null });
  });
});

describe('a report', () => {
  const exported = async (
    format: 'html' | 'pdf' | 'json',
    anonymous = false,
    language: 'en' | 'de' | 'fr' = 'de',
    zone = 'log',
  ) => {
    const { id } = await madeCase();
    const { handlers } = open(language, zone);
    expect(await handlers['cases.export']({ id, format, anonymous })).toEqual({ ok: true, value: 'report' });
    expect(proposed).toBe(`MailTriage-2026-11-23.${format}`);
    return readFileSync(place ?? '', 'utf8');
  };

  it('speaks the language of the window, with its numbers', async () => {
    const page = await exported('html');
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('anna@bluemind.net konnte nicht gespeichert werden');
    expect(page).toContain('12.345');
    expect(page).not.toMatch(/[a-z-]+:[a-z]+\.[a-z.-]+|\{\{|<script>/);
    for (const language of ['en', 'fr'] as const) {
      const other = await exported('html', false, language);
      expect(other).toContain(`<html lang="${language}">`);
      expect(other).not.toMatch(/\{\{|errors:/);
    }
  });

  it('can go to support without names, in every form', async () => {
    for (const format of ['html', 'json', 'pdf'] as const) {
      expect(await exported(format, true)).not.toMatch(/anna|bluemind\.net|Muster/);
    }
  });

  it('is printed, or handed on as data', async () => {
    expect(await exported('pdf')).toMatch(/^%PDF of \d+$/);
    expect(JSON.parse(await exported('json'))).toMatchObject({
      schema: 1,
      facts: { queueId: 'C5BF3135FAF' },
    });
  });

  it('shows times in the zone of the window, names it, and converts none that says no zone', async () => {
    for (const format of ['html', 'pdf'] as const) {
      const file = await exported(format, false, 'de', 'Europe/Paris');
      const page = format === 'html' ? file : printed;
      expect(page).toContain('Zeitzone Europe/Paris');
      expect(page).toContain('01.07.2026, 22:45:32 (UTC+02:00)');
      expect(page).toContain('02.07.2026, 03:04:05');
      expect(page).not.toContain('02.07.2026, 03:04:05 (');
      // When the case was opened: 01:30 UTC and some seconds.
      expect(page).toMatch(/23\.11\.2026, 02:\d\d:\d\d \(UTC\+01:00\)/);
    }
    const data = JSON.parse(await exported('json', false, 'de', 'Europe/Paris')) as Case;
    expect(data).toMatchObject({ timeZone: 'Europe/Paris' });
    expect(data.createdAt).toMatch(/^2026-11-23T02:\d\d:\d\d\.000\+01:00$/);
    const values = data.entries[0]?.verdict.details.map((detail) => detail.values);
    expect(values).toContainEqual({ from: '2026-07-01T22:45:32+02:00' });
    expect(values).toContainEqual({ to: '2026-07-02T03:04:05' });
  });

  it('without a wish for a zone keeps the one each time has', async () => {
    const page = await exported('html');
    expect(page).toContain('wie das Protokoll sie nennt');
    expect(page).toContain('01.07.2026, 20:45:32 (UTC)');
    expect(JSON.parse(await exported('json'))).toMatchObject({ timeZone: 'log' });
  });

  it('that cannot be written is said so, and none is written when the user thinks better of it', async () => {
    const { id } = await madeCase();
    const { handlers } = open();
    place = join(folder, 'no', 'such', 'folder.html');
    expect(await handlers['cases.export']({ id, format: 'html', anonymous: false })).toMatchObject({
      ok: false,
      error: { message: { key: 'errors:text-not-saved' } },
    });
    place = null;
    expect(await handlers['cases.export']({ id, format: 'html', anonymous: false })).toEqual({
      ok: true,
      value: null,
    });
  });
});
