import { describe, expect, it } from 'vitest';
import { settingsSchema } from './settings.ts';
import { firstSettings, settingsMigrations } from './firstSettings.ts';

describe('settings', () => {
  it('begin with something valid that changes nothing on any server', () => {
    expect(settingsSchema.parse(firstSettings)).toEqual(firstSettings);
    expect(firstSettings.newServerAccess).toBe('read-only');
  });

  it('of version 1 come along, and their owner is not welcomed again', () => {
    const migrated = settingsMigrations[1]?.({ language: 'de', theme: 'dark' });
    expect(settingsSchema.parse(migrated)).toEqual({
      ...firstSettings,
      language: 'de',
      theme: 'dark',
      welcomed: true,
    });
  });

  it.each([
    { keepCasesDays: 0 },
    { keepAuditDays: 1.5 },
    { serverLogPaths: ['relative/mail.log'] },
    { logFolder: 'a\nb' },
    { textSize: 'huge' },
    { surprise: true },
  ])('do not take %o', (change) => {
    expect(settingsSchema.safeParse({ ...firstSettings, ...change }).success).toBe(false);
  });
});
