import { memo } from 'react';
import type { ComponentType } from 'react';
import { DeletedView } from '../findings/DeletedView.tsx';
import { HistoryView } from '../findings/HistoryView.tsx';
import { MailboxView } from '../findings/MailboxView.tsx';
import { MapsView } from '../findings/MapsView.tsx';
import { QueueView } from '../findings/QueueView.tsx';
import { QuotaView } from '../findings/QuotaView.tsx';
import type { FindingsViewProps } from './findingsViewProps.ts';
import { TraceView } from '../trace/TraceView.tsx';

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
