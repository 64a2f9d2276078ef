import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { cli } from "./run-cli.ts";

/** What bash offers for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout } = await cli(["completion", "bash"]);
  const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_pgassay\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "");
}

test("bash offers commands, options, and the values of an option", async () => {
  expect(await offered("pgassay", "ex")).toEqual(["explain"]);
  expect(await offered("pgassay", "audit", "--fail")).toEqual(["--fail-on"]);
  expect(await offered("pgassay", "audit", "--fail-on", "w")).toEqual(["warning"]);
  expect(await offered("pgassay", "audit", "sch")).toEqual([]);
});

test.each(["zsh", "fish"])("%s names every command", async (shell) => {
  const [script, bash] = [await cli(["completion", shell]), await cli(["completion", "bash"])];
  const commands = /words="(audit[^"]*)"/.exec(bash.stdout)?.[1]?.split(" ") ?? [];
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((command) => !script.stdout.includes(command))).toEqual([]);
});

test("another shell is refused", async () => {
  expect(await cli(["completion", "zhs"])).toMatchObject({ code: 2, stderr: expect.stringContaining("did you mean zsh?") });
});
