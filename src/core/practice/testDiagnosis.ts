import type { Facts } from '../playbook/facts.ts';
import type { Verdict } from '../playbook/verdict.ts';
import {
  concludeDiagnosis,
  nextDiagnosisStep,
  type DiagnosisEntry,
} from '../playbooks/diagnosis/diagnosisPath.ts';
import { factsOfSymptom, type SymptomId } from '../playbooks/diagnosis/symptoms.ts';
import { findPlaybook } from '../playbooks/registry.ts';
import type { TestServer } from './testServer.ts';

export interface WalkedDiagnosis {
  readonly taken: readonly DiagnosisEntry[];
  /** `playbook/step verdict`, for messages of failed tests. */
  readonly path: readonly string[];
  readonly verdict: Verdict;
}

/** Walks the whole diagnosis on a practice world, facts carried from step to step as the window does. For tests. */
export async function walkDiagnosis(
  server: TestServer,
  start: Facts,
  symptom: SymptomId = 'mail-missing',
): Promise<WalkedDiagnosis> {
  const taken: DiagnosisEntry[] = [];
  let facts = factsOfSymptom(symptom, start);
  const next = () => nextDiagnosisStep(taken, facts, symptom);
  for (let step = next(); step !== null; step = next()) {
    if (taken.length > 10) throw new Error('the diagnosis does not come to an end');
    const playbook = findPlaybook(step.playbook);
    if (playbook === null) throw new Error(step.playbook);
    const wanted = playbook.steps.find(({ id }) => id === step.step)?.fields ?? [];
    const hidden: Facts = Object.fromEntries(
      (['login', 'technicalDomain', 'mailboxKind', 'mapsTime'] as const).flatMap((fact) => {
        const value = facts[fact];
        return value === undefined ? [] : [[fact, value]];
      }),
    );
    const all: Facts = { ...(facts.subject === undefined ? {} : { keyword: facts.subject }), ...facts };
    const asked: Facts = Object.fromEntries(
      wanted.flatMap(({ fact }) => (all[fact] === undefined ? [] : [[fact, all[fact]]])),
    );
    const { learned, ...result } = await server.step(playbook, step.step, { ...hidden, ...asked });
    taken.push({ ...step, result: { ...result, learned } });
    facts = { ...learned, ...facts };
  }
  const verdict = concludeDiagnosis(taken);
  if (verdict === null) throw new Error('nothing was checked');
  const path = taken.map(({ playbook, step, result }) => `${playbook}/${step} ${result.verdict.id}`);
  return { taken, path, verdict };
}
