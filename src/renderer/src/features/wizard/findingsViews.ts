import { memo } from 'react';
import type { ComponentType } from 'react';
import type { Findings } from '../../../../core/playbook/model.ts';
import type { StepEntry } from './caseStore.ts';
import { TraceView } from '../trace/TraceView.tsx';

/** What every findings component gets. `stepKey` names the place its open row is remembered under. */
export interface FindingsViewProps {
  readonly findings: Findings;
  readonly jobId: string;
  readonly stepKey: string;
  /** Leads to another step of the wizard. */
  readonly onStep: (step: string, entry?: StepEntry) => void;
}

/** One component for each `findings.view`; a wizard whose findings look new adds its line here. */
export const findingsViews: Readonly<Record<string, ComponentType<FindingsViewProps>>> = {
  // Large results must not be drawn again at every key typed into the form above them.
  trace: memo(TraceView),
};
