import { Component } from 'react';
import type { ReactNode } from 'react';
import { PageFailed } from './PageFailed.tsx';

interface Props {
  /** A change shows the page anew, e.g. when the user goes elsewhere. */
  readonly resetKey: string;
  readonly children: ReactNode;
}
interface State {
  readonly error: Error | null;
  readonly resetKey: string;
}

/** Catches a page that breaks. The case lives outside of it, so nothing entered is lost. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <PageFailed error={error} onAgain={() => this.setState({ error: null })} />;
  }
}
