import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRestAnswer, taskIdOf, taskStateOf } from './restAnswer.ts';

const read = (body: unknown, status: number) =>
  parseRestAnswer(`${JSON.stringify(body)}\n${status}\n`, '', 0);
const fault = (errorCode: string, message: string) => ({ errorCode, errorType: 'ServerFault', message });

describe('parseRestAnswer', () => {
  it('reads a task and its state', () => {
    const started = read({ id: '0f4c9a1e-77aa-4d1c-9d55-1b2c3d4e5f60' }, 200);
    expect(started.kind === 'answered' && taskIdOf(started.body)).toBe(
      '0f4c9a1e-77aa-4d1c-9d55-1b2c3d4e5f60',
    );
    const done = read({ steps: 1, progress: 1, lastLogEntry: null, state: 'Success', result: null }, 200);
    expect(done.kind === 'answered' && taskStateOf(done.body)).toBe('Success');
  });

  it('tells a bad key, a key that may not, and other refusals apart', () => {
    expect(read(fault('AUTHENTICATION_FAIL', 'session id x is not valid'), 401)).toEqual({
      kind: 'key-refused',
      message: 'session id x is not valid',
    });
    expect(read(fault('PERMISSION_DENIED', 'only admin0 can regenerate postfix maps'), 403)).toEqual({
      kind: 'not-allowed',
      message: 'only admin0 can regenerate postfix maps',
    });
    expect(read(fault('NOT_FOUND', 'no task 7'), 404)).toEqual({
      kind: 'failed',
      status: 404,
      message: 'no task 7',
    });
    expect(parseRestAnswer('<html>Bad Gateway</html>\n502\n', '', 0)).toEqual({
      kind: 'failed',
      status: 502,
      message: '',
    });
  });

  it('knows when nobody answered and when curl is missing', () => {
    const refused =
      "curl: (7) Failed to connect to 127.0.0.1 port 8090 after 0 ms: Couldn't connect to server\n";
    expect(parseRestAnswer('\n000\n', refused, 7)).toMatchObject({ kind: 'not-reached' });
    expect(parseRestAnswer('', 'sh: 1: curl: not found\n', 127)).toEqual({ kind: 'tool-missing' });
    expect(parseRestAnswer('', '', 0)).toEqual({ kind: 'unreadable' });
    expect(parseRestAnswer('not json\n200\n', '', 0)).toEqual({ kind: 'unreadable' });
  });

  it('takes nothing for a task that could mean something in an address', () => {
    for (const id of ['../x', 'a b', '', 7, null, 'a/b', 'x?y', 'x'.repeat(200)]) {
      expect(taskIdOf({ id })).toBeNull();
    }
    expect(taskIdOf(null)).toBeNull();
    expect(taskStateOf({ state: 'Done' })).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.option(fc.integer()), (out, err, status) => {
        const answer = parseRestAnswer(out, err, status);
        if (answer.kind === 'answered') taskIdOf(answer.body);
      }),
    );
  });
});
