import { expect, it } from 'vitest';
import { sandboxArguments } from './sandbox.mjs';

/** @param {Record<string, string>} files */
const linux = (files, uid = 1000) => ({
  uid,
  platform: /** @type {const} */ ('linux'),
  read: (/** @type {string} */ file) => files[file] ?? null,
});

it('keeps the sandbox for an ordinary user', () => {
  expect(sandboxArguments(linux({}))).toEqual({ args: [], why: null });
});

it('does without it as root, and says so', () => {
  const { args, why } = sandboxArguments(linux({}, 0));
  expect(args).toEqual(['--no-sandbox']);
  expect(why).toMatch(/root/);
});

it('does without it where the system forbids user namespaces', () => {
  const forbidden = linux({ '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' });
  expect(sandboxArguments(forbidden).args).toEqual(['--no-sandbox']);
});

it('never touches it elsewhere', () => {
  expect(sandboxArguments({ ...linux({}, 0), platform: 'darwin' }).args).toEqual([]);
});
