import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { throwAwayKey } from './throwAwayKey.ts';

it('gives only keys that can be read again', () => {
  // Of so many, about eight would not be.
  for (let made = 0; made < 2000; made += 1) {
    const key = throwAwayKey();
    expect(ssh2.utils.parseKey(key.private)).not.toBeInstanceOf(Error);
    expect(ssh2.utils.parseKey(key.public)).not.toBeInstanceOf(Error);
  }
});
