import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, type ExtractorLogLevel } from '@microsoft/api-extractor';
import ts from 'typescript';

/** Where the frozen public surface of a library stands: a change of it must be seen in a review. */
export const apiReports: Readonly<Record<string, string>> = {
  'docs/pades.api.md': 'src/pades/index.ts',
};

// The package's enum is ambient and `const`, so isolated modules cannot read its values.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const none = 'none' as ExtractorLogLevel;
/** Not below node_modules, which the extractor takes for other people's packages. */
const scratch = resolve('dist');

/**
 * The report of API Extractor over one door: every exported name with its shape. Declarations are made from the sources as they are now,
 * not from a `dist` that may be older. Throws where a door does not compile.
 */
export function apiReport(door: string): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, '.api-'));
  try {
    emitDeclarations(door, folder);
    return extract(join(folder, door.replace(/^src\//, '').replace(/\.ts$/, '.d.ts')), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function emitDeclarations(door: string, outDir: string): void {
  const config = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.build.json',
    { noEmit: false, emitDeclarationOnly: true, sourceMap: false, outDir },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (d) => fail([d]) },
  );
  const program = ts.createProgram([door], config?.options ?? {});
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) fail(diagnostics);
}

function fail(diagnostics: readonly ts.Diagnostic[]): never {
  throw new Error(diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')).join('\n'));
}

function extract(entry: string, folder: string): string {
  const name = 'report.api.md';
  // A package of its own, so that the report names the door and not this machine's folders.
  writeFileSync(join(folder, 'package.json'), readFileSync('package.json'));
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      compiler: { tsconfigFilePath: resolve('tsconfig.json') },
      apiReport: { enabled: true, reportFileName: name, reportFolder: folder, reportTempFolder: join(folder, 'temp') },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: none } },
        extractorMessageReporting: { default: { logLevel: none } },
        tsdocMessageReporting: { default: { logLevel: none } },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  if (!succeeded) throw new Error('API Extractor failed');
  return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
}
