import { memo } from 'react';
import type { ComponentType } from 'react';
import type { Findings } from '../../../../core/playbook/model.ts';
import { DeletedView } from '../findings/DeletedView.tsx';
import { HistoryView } from '../findings/HistoryView.tsx';
import { MailboxView } from '../findings/MailboxView.tsx';
import { MapsView } from '../findings/MapsView.tsx';
import { QueueView } from '../findings/QueueView.tsx';
import { QuotaView } from '../findings/QuotaView.tsx';
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

/**
 * One component for each `findings.view`; a wizard whose findings look new adds its line here. Large results must not be
 * drawn again at every key typed into the form above them.
 */
export const findingsViews: Readonly<Record<string, ComponentType<FindingsViewProps>>> = {
  trace: memo(TraceView),
  maps: memo(MapsView),
  queue: memo(QueueView),
  quota: memo(QuotaView),
  history: memo(HistoryView),
  mailbox: memo(MailboxView),
  deleted: memo(DeletedView),
};
