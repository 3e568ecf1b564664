import { HostKeyDialog } from './HostKeyDialog.tsx';
import { HostKeyRefused } from './HostKeyRefused.tsx';
import { usePrompts } from './promptStore.ts';
import { QuestionsDialog } from './QuestionsDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';

/** What a server, or the way to it, asks right now. Only one question is open at a time. */
export function PromptDialog() {
  const prompt = usePrompts(({ prompts }) => prompts[0]);
  if (prompt === undefined) return <HostKeyRefused />;
  const { question } = prompt;
  // Each question is its own dialog: what was typed into one must never stand in the next.
  switch (question.kind) {
    case 'hostKey':
      return <HostKeyDialog key={prompt.promptId} prompt={prompt} question={question} />;
    case 'keyboardInteractive':
      return <QuestionsDialog key={prompt.promptId} prompt={prompt} question={question} />;
    case 'password':
    case 'passphrase':
    case 'sudo':
    case 'apiKey':
      return <SecretDialog key={prompt.promptId} prompt={prompt} question={question} />;
  }
}
