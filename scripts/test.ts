// The test runner: `npm test [-- part/of/a/path …]`. One process a file, a few at a time.

import { openRunDirectory } from "./run-directory.ts";
import { testEnvironment } from "./test/environment.ts";
import { judge, judgeUncompiled, type Result } from "./test/judge.ts";
import { listTestFiles, selectTestFiles, type Selection, type TestFile } from "./test/list.ts";
import { parseTestOptions, type TestOptions } from "./test/options.ts";
import { inPool } from "./test/pool.ts";
import { failureText, resultLine, sumLine, sumResults } from "./test/report.ts";
import { runFile, stopRunning } from "./test/run-file.ts";

async function main(options: TestOptions): Promise<void> {
  const root = process.cwd();
  const selection = selectTestFiles(listTestFiles(root), options.patterns, options.quick);
  const complaints = selectionComplaints(selection);
  for (const complaint of complaints) console.log(complaint);
  if (selection.leftOut.length > 0)
    console.log(`quick: ${selection.leftOut.length} slow files are left to npm test`);

  const results = await runAll(selection.files, root, options);

  for (const result of results) if (result.problems.length > 0) console.log(failureText(result));
  const sum = sumResults(results, complaints.length);
  console.log(sumLine(sum));
  process.exitCode = sum.failed === 0 && sum.skipped === 0 && sum.passed > 0 ? 0 : 1;
}

function selectionComplaints(selection: Selection): string[] {
  if (selection.unmatched.length > 0)
    return selection.unmatched.map((pattern) => `FAIL  no test file matches "${pattern}"`);
  return selection.files.length === 0 ? ["FAIL  there is no test file to run"] : [];
}

async function runAll(
  files: readonly TestFile[],
  root: string,
  options: TestOptions,
): Promise<Result[]> {
  const temporary = openRunDirectory("test", stopRunning);
  const env = testEnvironment(process.env, temporary.path);
  const place = { root, env, limit: options.timeout };
  try {
    return await inPool(files, options.jobs, async (file) => {
      const { compiled } = file;
      const result =
        compiled === null ? judgeUncompiled(file) : judge(file, await runFile(compiled, place));
      console.log(resultLine(result));
      return result;
    });
  } finally {
    temporary.remove();
  }
}

function readOptions(): TestOptions | null {
  try {
    return parseTestOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error("usage: npm test -- [--quick] [--jobs n] [--timeout seconds] [part of a path …]");
    return null;
  }
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else await main(options);
