import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const builtins = builtinModules.filter((name) => name !== 'assert' && !name.startsWith('_'));
const outsideWorkflows = [
  ...builtins,
  ...builtins.map((name) => `node:${name}`),
  'undici',
  'zod',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/activity',
];

const syntax = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write the properties themselves; the spread of a literal only moves the line breaks.',
  },
];

const everywhere = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // One topic a file. The longest topics, such as what the OpenAPI document says of one controller, take more than 150 lines.
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 30, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  'object-shorthand': ['error', 'properties'],
  'no-useless-rename': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-restricted-syntax': ['error', ...syntax],
};

/** The modules of workflows are loaded once for all runs: what one of them remembered, the next run would see (ADR 0027). */
const moduleState = [
  {
    selector:
      "Program > VariableDeclaration[kind='let'], ExportNamedDeclaration > VariableDeclaration[kind='let']",
    message: 'Runs share their modules: keep state in the run.',
  },
  {
    selector:
      'Program > VariableDeclaration > VariableDeclarator[id.typeAnnotation=undefined] > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/]',
    message: 'Runs share their modules: keep state in the run, or type it as read-only.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      'clients/typescript/src/openapi.ts',
      '.cache/**',
      '.data/**',
      'node_modules/**',
      'coverage/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: everywhere,
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: outsideWorkflows.map((name) => ({ name, allowTypeImports: true })),
          patterns: [
            {
              group: ['@nestjs/*', '**/worker/**', '**/api/**', '**/getnet/**', '**/config/**'],
              allowTypeImports: true,
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'fetch',
        'setInterval',
        'setImmediate',
        'performance',
        'crypto',
      ],
      'no-restricted-syntax': [
        'error',
        ...syntax,
        { selector: "CallExpression[callee.name='setTimeout']", message: 'Use sleep() or condition().' },
        {
          selector: "NewExpression[callee.name='Error']",
          message: 'A plain Error hangs the run: throw an ApplicationFailure.',
        },
        ...moduleState,
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, ...moduleState] },
  },
  {
    // Environment variables are read in one place, so that a bad one is named before anything starts.
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', 'src/dev/**', 'src/simulator/**', 'src/workflows/**'],
    rules: { 'no-restricted-globals': ['error', 'process'] },
  },
  {
    files: ['src/**/main.ts', 'src/dev/**/*.ts', 'src/simulator/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'chaos/**/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
);
