import type { Facts } from '../../../core/playbook/facts.ts';
import { findPlaybook } from '../../../core/playbooks/registry.ts';
import { traceMessages } from '../../../core/postfix/trace.ts';
import type { TracedMessage } from '../../../core/postfix/tracedMessage.ts';
import type { Bridge } from '../../../shared/ipc/bridge.ts';
import type { CallName, EventName } from '../../../shared/ipc/channels.ts';
import type {
  AppDescription,
  CallInput,
  CallOutput,
  EventPayload,
  StepAnswer,
} from '../../../shared/ipc/contract.ts';
import { firstSettings } from '../../../shared/firstSettings.ts';
import type { Settings } from '../../../shared/settings.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import { sampleLog } from './sampleLog.ts';

type Handlers = { [Name in CallName]?: (input: CallInput<Name>) => Promise<Result<CallOutput<Name>>> };

/** Messages that come with an answer; the rest is asked for, as from main. */
const FIRST_MESSAGES = 100;

/** Stands in for preload and main in tests of the window: the real core behind it, no files and no processes. */
export class FakeBridge implements Bridge {
  readonly calls: { readonly name: CallName; readonly input: unknown }[] = [];
  app: AppDescription = {
    version: '0.1.0',
    electron: '33.2.1',
    platform: 'linux',
    systemLanguage: 'en',
    settings: { ...firstSettings, theme: 'light', welcomed: true },
  };
  /** What answers instead of the usual, by name of the call. */
  readonly handlers: Handlers = {};
  /** Text of each granted file, by its id. */
  readonly files = new Map<string, { readonly name: string; readonly text: string }>();
  readonly #found = new Map<string, readonly TracedMessage[]>();
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();

  readonly call: Bridge['call'] = async (name, input) => {
    this.calls.push({ name, input });
    const own = this.handlers[name] as ((given: unknown) => Promise<Result<never>>) | undefined;
    if (own !== undefined) return own(input);
    return this.#usual(name, input) as never;
  };

  readonly on: Bridge['on'] = (name, listener) => {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  readonly admitFiles: Bridge['admitFiles'] = async (files) => {
    const grants = await Promise.all(files.map(async (file) => this.grant(file.name, await file.text())));
    return success(grants);
  };

  send<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }

  grant(name: string, text: string) {
    const id = `file-${String(this.files.size + 1)}`;
    this.files.set(id, { name, text });
    return { id, name, size: text.length };
  }

  inputsOf<Name extends CallName>(name: Name): readonly CallInput<Name>[] {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input as CallInput<Name>);
  }

  #usual(name: CallName, input: unknown): Result<unknown> {
    switch (name) {
      case 'app.describe':
        return success(this.app);
      case 'settings.save':
        return success(input as Settings);
      case 'wizard.run':
        return success(this.#run(input as CallInput<'wizard.run'>));
      case 'wizard.window': {
        const { jobId, offset, limit } = input as CallInput<'wizard.window'>;
        return success((this.#found.get(jobId) ?? []).slice(offset, offset + limit));
      }
      case 'job.cancel':
        return success(null);
      case 'text.saveAs':
      case 'picture.saveAs':
        return success((input as CallInput<'text.saveAs'>).suggestedName);
      default:
        return failure({ code: 'internal', message: { key: 'common:error.unreachable' } });
    }
  }

  #run({ jobId, wizard, step, facts, source }: CallInput<'wizard.run'>): StepAnswer {
    const found = findPlaybook(wizard)?.steps.find(({ id }) => id === step);
    if (found?.kind !== 'reads' || found.acquire.kind !== 'logs')
      throw new Error(`No log step ${wizard}/${step}`);
    const query = found.acquire.query(facts as Facts);
    const logs =
      source.kind === 'files'
        ? source.files.map((id) => this.files.get(id) ?? { name: id, text: '' })
        : [
            {
              name: source.kind === 'sample' ? 'sample-mail.log' : 'pasted text',
              text: source.kind === 'pasted' ? source.text : sampleLog,
            },
          ];
    const { messages, input, coverage } = traceMessages(
      logs.map(({ name, text }) => ({
        file: name,
        lines: text.split('\n'),
        reference: '2026-03-02T00:00:00',
      })),
      query,
    );
    this.#found.set(jobId, messages);
    const result = found.judge(
      {
        outputs: [],
        trace: {
          query,
          messages,
          counts: input,
          coverage: coverage.files.map(({ file, first, last, counts }) => ({
            file,
            from: first,
            to: last,
            counts,
          })),
          samples: coverage.notUnderstoodSamples,
          foreignPrograms: coverage.foreignPrograms,
        },
      },
      { facts: facts as Facts, now: 0, server: null },
    );
    const findings =
      result.findings === null ? null : { ...result.findings, messages: messages.slice(0, FIRST_MESSAGES) };
    return { result: { ...result, findings }, total: messages.length };
  }
}
