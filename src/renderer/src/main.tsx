import '@mantine/core/styles.css';
import './ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { recallCase } from './app/keptCase.ts';
import { fetchPages } from './app/latePage.tsx';
import { prepare } from './app/preferences.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await Promise.all([prepare(), recallCase()]);
createRoot(root).render(<App />);
// Later pages are fetched while nobody waits, so that going to one takes no time.
requestIdleCallback(() => void fetchPages(), { timeout: 3000 });
