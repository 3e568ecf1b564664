import { IconCircleCheck, IconCircleX, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import type { Message } from '../../../../core/message.ts';
import type { ConnectionState } from '../../../../core/ssh/connectionState.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './StateBadge.module.css';

export const isReady = (state: ConnectionState): boolean => state.kind === 'ready';

export const isOpening = ({ kind }: ConnectionState): boolean =>
  kind === 'connecting' ||
  kind === 'verifying-host-key' ||
  kind === 'authenticating' ||
  kind === 'probing' ||
  kind === 'reconnecting';

/** How a connection stands, in words. */
export function stateMessage(state: ConnectionState): Message {
  switch (state.kind) {
    case 'connecting':
    case 'verifying-host-key':
    case 'authenticating':
      return { key: `ssh:state.${state.kind}`, values: { host: state.hop.host } };
    case 'reconnecting':
      return { key: 'ssh:state.reconnecting', values: { attempt: state.attempt } };
    case 'lost':
      return { key: `ssh:lost.${state.reason}` };
    default:
      return { key: `ssh:state.${state.kind}` };
  }
}

export function StateBadge({ state }: { readonly state: ConnectionState }) {
  const { say } = useWords();
  const failed = state.kind === 'lost' || (state.kind === 'closed' && state.reason.kind !== 'by-user');
  const look = isReady(state) ? 'ready' : isOpening(state) ? 'opening' : failed ? 'failed' : 'off';
  const Icon = { ready: IconCircleCheck, opening: IconLoader2, failed: IconCircleX, off: IconPlugConnectedX }[
    look
  ];
  return (
    <span className={classes.state} data-look={look}>
      <Icon size={17} aria-hidden />
      {say(stateMessage(state))}
    </span>
  );
}
