import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { VerdictLevel } from '../../../core/playbook/verdict.ts';

const icons = {
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  problem: IconCircleX,
  unknown: IconHelpCircle,
} as const satisfies Record<VerdictLevel, unknown>;

/** Shape as well as colour tells the level; words always stand beside it. */
export function LevelIcon({ level, size = 20 }: { readonly level: VerdictLevel; readonly size?: number }) {
  const Icon = icons[level];
  return <Icon size={size} aria-hidden style={{ color: `var(--mt-${level}-ink)`, flex: 'none' }} />;
}
