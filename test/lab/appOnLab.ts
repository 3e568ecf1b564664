import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../src/core/message.ts';
import type { Facts } from '../../src/core/playbook/facts.ts';
import type { NamedOutput, Step, StepResult } from '../../src/core/playbook/model.ts';
import type { Verdict } from '../../src/core/playbook/verdict.ts';
import {
  concludeDiagnosis,
  nextDiagnosisStep,
  type DiagnosisEntry,
} from '../../src/core/playbooks/diagnosis/diagnosisPath.ts';
import { findPlaybook } from '../../src/core/playbooks/registry.ts';
import type { ServerFacts } from '../../src/core/probe/serverFacts.ts';
import type { ServerProfile } from '../../src/core/ssh/profile.ts';
import { serverError } from '../../src/main/servers/serverError.ts';
import type { ReadyServer } from '../../src/main/servers/serverRegistry.ts';
import { probeServer } from '../../src/main/ssh/probe.ts';
import type { SessionSurroundings } from '../../src/main/ssh/session.ts';
import type { Acquired } from '../../src/main/wizard/acquired.ts';
import {
  acquireByCommands,
  acquireRemoteLogs,
  type ServerRun,
} from '../../src/main/wizard/acquireFromServer.ts';
import { PlanConfirmations } from '../../src/main/wizard/planConfirmations.ts';
import { previewOnServers } from '../../src/main/wizard/previewStep.ts';
import { StepFailed } from '../../src/main/wizard/stepFailed.ts';
import { labSession, type LabSession } from '../ssh/labSession.ts';
import type { Lab } from './lab.ts';
import type { SshUser } from './sshServer.ts';

/** What a step came to, with the facts known after it and everything the server answered. */
export interface WalkedStep extends StepResult {
  readonly facts: Facts;
  readonly outputs: readonly NamedOutput[];
  /** What could not be read. */
  readonly problems: readonly Message[];
}

export interface Diagnosis {
  readonly taken: readonly DiagnosisEntry[];
  readonly steps: readonly string[];
  readonly verdict: Verdict;
  readonly facts: Facts;
}

export interface AppOptions {
  readonly user?: SshUser;
  /** Another way to the same server, see `sshLink`. */
  readonly port?: number;
  readonly sudo?: ServerProfile['sudo'];
  readonly access?: ServerProfile['access'];
  readonly surroundings?: Partial<SessionSurroundings>;
}

/**
 * The app without its window, on the lab: the same session, probe, wizard and judges. Only what the user does is done here:
 * confirming, and going to the next step.
 */
export class AppOnLab {
  readonly connection: LabSession;
  /** Changes as the user saw them before confirming, in order. */
  readonly confirmed: { readonly text: Message | null; readonly lines: readonly string[] }[] = [];
  readonly #plans = new PlanConfirmations(() => Date.now());
  #facts: ServerFacts | null = null;

  constructor(lab: Lab, options: AppOptions = {}) {
    const keyFile = join(lab.sandbox.folder, 'app-key');
    writeFileSync(keyFile, lab.ssh.privateKey, { mode: 0o600 });
    this.connection = labSession(
      lab.sandbox.folder,
      {
        port: options.port ?? lab.ssh.port,
        user: options.user ?? 'root',
        signIn: [{ kind: 'keyFile', path: keyFile }],
        sudo: options.sudo ?? 'none',
        access: options.access ?? 'changes-allowed',
      },
      options.surroundings,
    );
  }

  /** Connects and asks the server what it is. Only the package is missing in the lab, so BlueMind 4 is filled in. */
  async connect(): Promise<this> {
    const { session } = this.connection;
    const result = await session.connect();
    if (!result.ok) throw new StepFailed(serverError(result.error));
    const facts = await probeServer(session, () => Date.now());
    this.#facts = { ...facts, blueMind: { ...facts.blueMind, kind: 'bluemind-4' } };
    return this;
  }

  get facts(): ServerFacts {
    if (this.#facts === null) throw new Error('not connected yet');
    return this.#facts;
  }

  close(): void {
    this.connection.session.disconnect();
  }

  /** Walks one step: checks the fields, confirms what it changes, acquires, judges. @throws StepFailed as the window is told. */
  async step(
    name: `${string}/${string}`,
    facts: Facts,
    signal = new AbortController().signal,
  ): Promise<WalkedStep> {
    const step = stepNamed(name);
    const problems = step.check?.(facts) ?? [];
    if (problems.length > 0) throw new Error(`${name}: ${problems.map(({ fact }) => fact).join()}`);
    const { reading, server, problems: unread } = await this.#acquire(name, step, facts, signal);
    const result = step.judge(reading, { facts, now: Date.now(), server });
    return { ...result, facts: { ...facts, ...result.learned }, outputs: reading.outputs, problems: unread };
  }

  /** From the first question to the cause, each step with what the ones before learned. */
  async diagnose(known: Facts): Promise<Diagnosis> {
    const taken: DiagnosisEntry[] = [];
    let facts = known;
    for (;;) {
      const next = nextDiagnosisStep(taken, facts);
      if (next === null) break;
      const { facts: after, ...result } = await this.step(`${next.playbook}/${next.step}`, facts);
      taken.push({ ...next, result });
      facts = after;
      if (taken.length > 10) throw new Error('the diagnosis does not come to an end');
    }
    const verdict = concludeDiagnosis(taken);
    if (verdict === null) throw new Error('nothing was looked at');
    return { taken, steps: taken.map(({ playbook, step }) => `${playbook}/${step}`), verdict, facts };
  }

  async #acquire(name: string, step: Step, facts: Facts, signal: AbortSignal): Promise<Acquired> {
    const { session, confirmations } = this.connection;
    const server: ReadyServer = { profile: session.profile, session, facts: this.facts };
    const change = { profileId: session.profile.id, wizard: name, step: step.id };
    let token: string | null = null;
    if (step.kind === 'changes') {
      const preview = previewOnServers({ wizard: name, step, facts, now: Date.now() }, [server], this.#plans);
      this.confirmed.push({ text: preview.confirmation, lines: preview.commands.map(({ line }) => line) });
      token = preview.token;
    }
    const run: ServerRun = {
      facts,
      signal,
      now: () => Date.now(),
      confirmations,
      confirmedBy: 'lab',
      plan: token === null ? null : this.#plans.redeem(token, change),
      onProgress: () => undefined,
    };
    return step.acquire.kind === 'logs'
      ? await acquireRemoteLogs(step.acquire, [server], run)
      : await acquireByCommands(step.acquire, server, run);
  }
}

function stepNamed(name: string): Step {
  const [playbook = '', id = ''] = name.split('/');
  const step = findPlaybook(playbook)?.steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}
