import type { Case } from '../../../../core/case/case.ts';
import { nextDiagnosisStep } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import type { DiagnosisEntry } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import { factsOfSymptom } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { SymptomId } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { Diagnosis } from '../wizard/caseStore.ts';

/**
 * The last diagnosis a case was saved with. A case keeps verdicts, not the lists they were drawn from: the story and its
 * conclusion are back, what was found is asked for anew.
 */
export function diagnosisOfCase({ entries, facts }: Case, symptom: SymptomId): Diagnosis {
  const taken: DiagnosisEntry[] = [];
  for (const { playbook, step, verdict, symptom: about } of entries.toReversed()) {
    // A step that was made before belongs to the diagnosis before.
    const wasMade = taken.some((one) => one.playbook === playbook && one.step === step);
    if (about !== symptom || wasMade) break;
    taken.unshift({
      playbook,
      step,
      result: { verdict, findings: null, learned: {}, next: verdict.remedies },
    });
  }
  const isOver = nextDiagnosisStep(taken, factsOfSymptom(symptom, facts), symptom) === null;
  return { taken, running: null, failed: null, outcome: isOver ? 'concluded' : 'stopped' };
}
