import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileGrants } from '../../files/fileGrants.ts';
import { fileHandlers } from './fileHandlers.ts';
import type { Dialogs } from './fileHandlers.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-files-'));
  writeFileSync(join(folder, 'mail.log'), 'x');
});
afterAll(() => rmSync(folder, { recursive: true }));

const handlers = (dialogs: Partial<Dialogs>) =>
  fileHandlers(new FileGrants(), {
    chooseFiles: () => Promise.resolve([]),
    choosePlace: () => Promise.resolve(null),
    ...dialogs,
  });

describe('file handlers', () => {
  it('grants what the user chose, nothing when the user thought better of it', async () => {
    const chosen = handlers({ chooseFiles: () => Promise.resolve([join(folder, 'mail.log')]) });
    expect(await chosen['files.choose']({ purpose: 'logs' })).toMatchObject({
      ok: true,
      value: [{ name: 'mail.log', size: 1 }],
    });
    expect(await handlers({})['files.choose']({ purpose: 'logs' })).toEqual({ ok: true, value: [] });
  });

  it('says which file it could not take', async () => {
    expect(await handlers({})['files.admit']({ paths: [join(folder, 'gone.log')] })).toMatchObject({
      ok: false,
      error: {
        code: 'unreadable-input',
        message: { key: 'errors:file.missing', values: { file: 'gone.log' } },
      },
    });
  });

  it('saves text where the user says, and proposes a name without a place', async () => {
    const proposed: string[] = [];
    const place = join(folder, 'report.txt');
    const save = handlers({
      choosePlace: (name) => {
        proposed.push(name);
        return Promise.resolve(place);
      },
    })['text.saveAs'];
    expect(await save({ suggestedName: '../../.bashrc', text: 'hello' })).toEqual({
      ok: true,
      value: 'report.txt',
    });
    expect(proposed).toEqual(['_.._.bashrc']);
    expect(readFileSync(place, 'utf8')).toBe('hello');
    expect(await handlers({})['text.saveAs']({ suggestedName: 'a.txt', text: '' })).toEqual({
      ok: true,
      value: null,
    });
    const nowhere = handlers({ choosePlace: () => Promise.resolve(join(folder, 'no', 'a.txt')) });
    expect(await nowhere['text.saveAs']({ suggestedName: 'a.txt', text: '' })).toMatchObject({
      ok: false,
      error: { message: { key: 'errors:text-not-saved', values: { name: 'a.txt' } } },
    });
  });

  it('saves a picture, and only a picture', async () => {
    const place = join(folder, 'chart.png');
    const save = handlers({ choosePlace: () => Promise.resolve(place) })['picture.saveAs'];
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    expect(await save({ suggestedName: 'chart.png', png: bytes.toString('base64') })).toEqual({
      ok: true,
      value: 'chart.png',
    });
    expect(readFileSync(place).equals(bytes)).toBe(true);
    const script = Buffer.from('#!/bin/sh\n').toString('base64');
    expect(await save({ suggestedName: 'chart.png', png: script })).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    expect(readFileSync(place).equals(bytes)).toBe(true);
  });
});
