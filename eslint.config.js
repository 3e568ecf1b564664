import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Electron's raw channels, secrets and ssh2 each have one room; lint says so where it hurts, dependency-cruiser everywhere. */
const electronOnlyIn = (names, where) => ({
  selector: `ImportDeclaration[source.value="electron"] ImportSpecifier[imported.name=/^(${names})$/]`,
  message: `${names} belongs in ${where}.`,
});
const ipc = electronOnlyIn('ipcMain|ipcRenderer', 'src/main/ipc or src/preload');
const secrets = electronOnlyIn('safeStorage', 'src/main/store/secrets');
const openExternal = {
  selector: 'MemberExpression[object.name="shell"][property.name="openExternal"]',
  message: 'Links leave the app through src/main/security only.',
};
const asyncVerifier = {
  selector: 'Property[key.name="hostVerifier"] > ArrowFunctionExpression[async=true]',
  message: 'ssh2 takes a Promise for "yes": a host verifier must answer through its callback.',
};

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', '**/fixtures/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': ['error', ipc, secrets, openExternal, asyncVerifier],
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/main/ipc/**', 'src/preload/**'],
    rules: { 'no-restricted-syntax': ['error', secrets, openExternal, asyncVerifier] },
  },
  {
    files: ['src/main/store/secrets*'],
    rules: { 'no-restricted-syntax': ['error', ipc, openExternal, asyncVerifier] },
  },
  {
    files: ['src/main/security/**'],
    rules: { 'no-restricted-syntax': ['error', ipc, secrets, asyncVerifier] },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'core has no clock: take `now` as a parameter.' },
        { object: 'Math', property: 'random', message: 'core has no dice: take ids as a parameter.' },
      ],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'jsx-a11y': jsxA11y, 'react-hooks': reactHooks },
    rules: { ...jsxA11y.flatConfigs.strict.rules, ...reactHooks.configs.recommended.rules },
  },
  {
    files: ['scripts/**/*.mjs', '*.js', '*.cjs', '.dependency-cruiser.cjs', 'test/**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        TextDecoder: 'readonly',
        module: 'writable',
        require: 'readonly',
      },
    },
  },
);
