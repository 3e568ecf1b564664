import { expect, test } from 'vitest';
import { draftOf, newDraft, newJump, profileOf } from './profileForm.ts';

const id = 'a1b2c3d4';
const sound = { ...newDraft(id), host: ' mail.example.org ' };
const problems = (draft: Parameters<typeof profileOf>[0]): readonly string[] => {
  const made = profileOf(draft);
  return 'problems' in made ? [...made.problems] : [];
};

test('a new server only reads, and is called by its address when it has no name', () => {
  const made = profileOf(sound);
  expect(made).toMatchObject({
    profile: { id, name: 'mail.example.org', host: 'mail.example.org', port: 22, access: 'read-only' },
  });
});

test('what is wrong is named field by field', () => {
  expect(problems(newDraft(id))).toContain('host');
  expect(problems({ ...sound, host: 'root@mail.example.org' })).toEqual(['host']);
  expect(problems({ ...sound, host: '-oProxyCommand=x' })).toEqual(['host']);
  expect(problems({ ...sound, port: '22a' })).toEqual(['port']);
  expect(problems({ ...sound, port: '70000' })).toEqual(['port']);
  expect(problems({ ...sound, user: ' ' })).toEqual(['user']);
  expect(problems({ ...sound, signIn: [] })).toEqual(['signIn']);
  expect(problems({ ...sound, logPaths: '/var/log/mail.log\nmail.log' })).toEqual(['logPaths']);
  expect(problems({ ...sound, jumpHosts: [{ ...newJump(), host: 'gate' }, newJump()] })).toEqual([
    'jumpHosts.1.host',
  ]);
});

test('a profile survives the form unchanged', () => {
  const made = profileOf({
    ...sound,
    logPaths: '/a\n\n /b ',
    jumpHosts: [{ ...newJump(), host: 'gate', port: '2222' }],
  });
  if ('problems' in made) throw new Error('not sound');
  expect(made.profile.logPaths).toEqual(['/a', '/b']);
  expect(profileOf(draftOf(made.profile))).toEqual(made);
});
