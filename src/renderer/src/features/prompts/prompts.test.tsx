// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { EventPayload } from '../../../../shared/ipc/contract.ts';
import { failure, success } from '../../../../shared/ipc/errors.ts';
import { openWindow } from '../../testing/openWindow.tsx';
import { PracticeBridge, practiceProfile } from '../../testing/practiceBridge.ts';

type Prompt = EventPayload<'server.prompt'>;

const hop = { host: 'mail.example.org', port: 22, position: 1, of: 1 };
const keeping = { possible: true } as const;

async function prompted(question: Prompt['question']) {
  const bridge = new PracticeBridge();
  bridge.handlers['servers.answer'] = () => Promise.resolve(success(null));
  const opened = await openWindow(bridge);
  act(() =>
    bridge.send('server.prompt', { promptId: 'prompt-01', id: 'a1b2c3d4', server: 'Edge', question }),
  );
  return { ...opened, bridge, dialog: await screen.findByRole('dialog') };
}

test('an unknown key: the fingerprint, and refusing is what a key pressed too often does', async () => {
  const { user, bridge, dialog } = await prompted({
    kind: 'hostKey',
    hop,
    verdict: {
      kind: 'unknown',
      offered: { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' },
      certAuthority: false,
    },
  });
  expect(dialog.textContent).toContain('SHA256:abc');
  expect(dialog.textContent).toContain('ssh_host_ed25519_key.pub');
  expect(document.activeElement?.textContent).toBe('Do not connect');
  await user.keyboard('{Enter}');
  expect(bridge.inputsOf('servers.answer')).toEqual([
    { promptId: 'prompt-01', answer: { kind: 'hostKey', decision: 'reject' } },
  ]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a password is asked again when it was wrong, and crosses once', async () => {
  const { user, bridge, dialog } = await prompted({
    kind: 'password',
    hop,
    user: 'root',
    attempt: 2,
    reconnecting: false,
    keeping,
  });
  expect(dialog.textContent).toContain('That was not right');
  await user.type(within(dialog).getByLabelText('Password'), 'geheim{Enter}');
  expect(bridge.inputsOf('servers.answer')[0]?.answer).toEqual({
    kind: 'password',
    secret: 'geheim',
    keep: false,
  });
  expect(document.body.innerHTML).not.toContain('geheim');
});

test('without a keyring nothing can be kept, and it says why', async () => {
  const { user, bridge, dialog } = await prompted({
    kind: 'sudo',
    user: 'admin',
    attempt: 1,
    keeping: { possible: false, why: { key: 'servers-main:secrets.no-keyring' } },
  });
  expect(within(dialog).queryByRole('checkbox')).toBeNull();
  expect(dialog.textContent).toContain('no keyring');
  await user.click(within(dialog).getByRole('button', { name: 'Do not sign in' }));
  expect(bridge.inputsOf('servers.answer')[0]?.answer).toBeNull();
});

test('questions come in the server’s own words, hidden or not as it says', async () => {
  const { user, bridge, dialog } = await prompted({
    kind: 'keyboardInteractive',
    hop,
    user: 'root',
    name: '',
    instructions: 'Two-factor sign-in',
    prompts: [
      { text: 'Password:', echo: false },
      { text: 'Code:', echo: true },
    ],
    round: 1,
    reconnecting: false,
  });
  expect(dialog.textContent).toContain('Two-factor sign-in');
  expect(within(dialog).getByLabelText('Password:').getAttribute('type')).toBe('password');
  await user.type(within(dialog).getByLabelText('Password:'), 'a');
  await user.type(within(dialog).getByLabelText('Code:'), '123456');
  await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  expect(bridge.inputsOf('servers.answer')[0]?.answer).toEqual({
    kind: 'keyboardInteractive',
    answers: ['a', '123456'],
  });
});

test('a question that main closed is gone', async () => {
  const { bridge } = await prompted({
    kind: 'password',
    hop,
    user: 'root',
    attempt: 1,
    reconnecting: false,
    keeping,
  });
  act(() => bridge.send('server.promptClosed', { promptId: 'prompt-01' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a changed key: both fingerprints, and nothing to accept', async () => {
  const bridge = new PracticeBridge();
  bridge.view = {
    ...bridge.view,
    practice: false,
    profile: { ...practiceProfile, id: 'a1b2c3d4', name: 'Edge' },
    state: { kind: 'idle' },
  };
  bridge.handlers['servers.connect'] = () =>
    Promise.resolve(
      failure({
        code: 'server',
        message: {
          key: 'ssh:error.host-key-changed',
          values: {
            host: 'mail.example.org',
            fingerprint: 'SHA256:new',
            known: 'SHA256:old',
            file: 'known_hosts',
            line: 3,
          },
        },
      }),
    );
  const { user } = await openWindow(bridge, '/servers');
  await user.click(await screen.findByRole('button', { name: 'Connect to Edge' }));
  const dialog = await screen.findByRole('dialog', { name: /identity does not fit/ });
  expect(dialog.textContent).toContain('SHA256:old');
  expect(dialog.textContent).toContain('SHA256:new');
  expect(
    within(dialog)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Understood, stay disconnected']);
  await user.click(within(dialog).getByRole('button'));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('alert').textContent).toContain('SHA256:new');
});
