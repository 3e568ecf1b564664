import type { Findings } from '../../../../core/playbook/model.ts';
import type { StepEntry } from './caseStore.ts';

/** What every findings component gets. `stepKey` names the place its open row is remembered under. */
export interface FindingsViewProps {
  readonly findings: Findings;
  readonly jobId: string;
  readonly stepKey: string;
  /** Leads to another step of the wizard. */
  readonly onStep: (step: string, entry?: StepEntry) => void;
}
