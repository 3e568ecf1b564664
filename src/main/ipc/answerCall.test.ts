import { describe, expect, it, vi } from 'vitest';
import { firstSettings } from '../../shared/firstSettings.ts';
import { success } from '../../shared/ipc/errors.ts';
import { answerCall } from './answerCall.ts';
import type { Handlers } from './answerCall.ts';

const settings = firstSettings;

function setUp(overrides: Partial<Handlers> = {}) {
  const handled = vi.fn();
  const report = vi.fn();
  const handlers = {
    'settings.save': (input) => {
      handled(input);
      return success(input);
    },
    ...overrides,
  } as Partial<Handlers> as Handlers;
  return {
    handled,
    report,
    ask: (name: unknown, input: unknown) => answerCall(handlers, report, name, input),
  };
}

describe('answerCall', () => {
  it('hands a well-formed call to its handler', async () => {
    const { ask, handled } = setUp();
    expect(await ask('settings.save', settings)).toEqual({ ok: true, value: settings });
    expect(handled).toHaveBeenCalledWith(settings);
  });

  it.each(['settings.steal', 'constructor', '__proto__', 'toString', null, 7, ['settings.save'], undefined])(
    'refuses the unknown name %s',
    async (name) => {
      const { ask, handled, report } = setUp();
      expect(await ask(name, settings)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
      expect(handled).not.toHaveBeenCalled();
      expect(report).toHaveBeenCalledOnce();
    },
  );

  it.each([undefined, null, {}, { language: 'xx', theme: 'dark' }, { language: 'de' }])(
    'refuses the malformed input %j before any handler sees it',
    async (input) => {
      const { ask, handled } = setUp();
      expect(await ask('settings.save', input)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
      expect(handled).not.toHaveBeenCalled();
    },
  );

  it('turns whatever is thrown into an answer', async () => {
    const { ask, report } = setUp({
      'settings.save': () => {
        throw new Error('disk on fire');
      },
    });
    expect(await ask('settings.save', settings)).toEqual({
      ok: false,
      error: { code: 'internal', message: { key: 'errors:internal' }, detail: 'disk on fire' },
    });
    expect(report).toHaveBeenCalledOnce();
  });
});
