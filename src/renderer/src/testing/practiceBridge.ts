import { renderCommand } from '../../../core/command/renderCommand.ts';
import { findPlaybook } from '../../../core/playbooks/registry.ts';
import { TestServer } from '../../../core/practice/testServer.ts';
import { PROFILE_DEFAULTS } from '../../../core/ssh/profile.ts';
import type { ServerProfile } from '../../../core/ssh/profile.ts';
import type { CallInput, ServerView, StepPreview } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import { FakeBridge } from './fakeBridge.ts';

export const practiceProfile: ServerProfile = {
  ...PROFILE_DEFAULTS,
  id: 'practice-4',
  name: 'Practice server',
  host: '127.0.0.1',
  signIn: [{ kind: 'password' }],
  jumpHosts: [],
  logPaths: [],
  access: 'changes-allowed',
};

/** A bridge with the simulated server behind it: steps are planned, run and judged by the real core. */
export class PracticeBridge extends FakeBridge {
  readonly server = new TestServer(4);
  view: ServerView = {
    profile: practiceProfile,
    state: { kind: 'ready', since: 0 },
    facts: null,
    practice: true,
    storedSecrets: false,
  };

  constructor() {
    super();
    this.handlers['servers.list'] = () => Promise.resolve(success([this.view]));
    this.handlers['servers.startPractice'] = () => Promise.resolve(success(this.view));
    this.handlers['wizard.preview'] = (input) => Promise.resolve(success(this.#preview(input)));
    this.handlers['wizard.run'] = async ({ wizard, step, facts, token }) => {
      const playbook = findPlaybook(wizard);
      const found = playbook?.steps.find(({ id }) => id === step);
      if (playbook === null || found === undefined) throw new Error(`${wizard}/${step}`);
      if (found.kind === 'changes' && token !== `may ${step}`)
        return failure({ code: 'not-allowed', message: { key: 'errors:not-allowed' } });
      const { verdict, findings, learned, next } = await this.server.step(playbook, step, facts);
      return success({ result: { verdict, findings, learned, next }, total: 0 });
    };
  }

  #preview({ wizard, step, facts }: CallInput<'wizard.preview'>): StepPreview {
    const found = findPlaybook(wizard)?.steps.find(({ id }) => id === step);
    const context = { facts, now: this.server.now, server: this.server.kind };
    const work = found?.acquire.kind === 'commands' ? found.acquire.plan(context, []) : [];
    const commands = work.flatMap((item) => {
      if (!('template' in item)) return [];
      const rendered = renderCommand(item.template, item.values, 'direct');
      return rendered.ok ? [rendered.command] : [];
    });
    return {
      commands: commands.map(({ line, privilege, effect }) => ({ line, privilege, effect })),
      confirmation: found?.kind === 'changes' ? found.confirmation(context) : null,
      token: found?.kind === 'changes' ? `may ${step}` : null,
      refused: null,
    };
  }
}
