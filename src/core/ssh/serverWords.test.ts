import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainServerText } from './plainServerText.ts';
import { sudoRefusal } from './sudoRefusal.ts';

describe('plainServerText', () => {
  it('removes terminal sequences, control characters and text direction tricks', () => {
    expect(plainServerText('a\u001b[31mb\u001b]0;title\u0007c\u0000d\u202ee\r\nf\tg')).toBe('abcde\nf\tg');
  });
  it('never leaves a control character and keeps to its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = plainServerText(text, 50);
        expect(plain).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
        expect(plain.length).toBeLessThanOrEqual(51);
      }),
    );
  });
});

describe('sudoRefusal', () => {
  it.each([
    ['sudo: a password is required\n', 'password-required'],
    ['sudo: interactive authentication is required\n', 'password-required'],
    [
      'Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n',
      'password-wrong',
    ],
    ['sudo: 3 incorrect password attempts\n', 'password-wrong'],
    ['clerk is not in the sudoers file.  This incident will be reported.\n', 'not-allowed'],
    ["Sorry, user clerk is not allowed to execute '/usr/bin/id' as root on mail.\n", 'not-allowed'],
    ['Sorry, user clerk may not run sudo on mail.\n', 'not-allowed'],
    ['sudo: sorry, you must have a tty to run sudo\n', 'needs-terminal'],
    ["env: 'sudo': No such file or directory\n", 'missing'],
    ['env: ‘sudo’: No such file or directory\n', 'missing'],
    ['sudo: unable to resolve host mail: Name or service not known\n', null],
    ['grep: /x: No such file or directory\n', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(sudoRefusal(text)).toBe(expected);
  });
});
