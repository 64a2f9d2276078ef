import { existsSync } from "node:fs";
import path from "node:path";

export interface CiFile {
  readonly file: string;
  readonly text: string;
}

/** The gate for the continuous integration that the project has; a file of its own for GitHub, a part to include for GitLab. */
export function ciFile(root: string): CiFile | null {
  if (existsSync(path.join(root, ".github"))) return { file: ".github/workflows/pgassay.yml", text: GITHUB };
  if (existsSync(path.join(root, ".gitlab-ci.yml"))) return { file: ".gitlab/pgassay.yml", text: GITLAB };
  return null;
}

const GITHUB = `name: pgassay
on: [pull_request]
permissions:
  contents: read
jobs:
  schema:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npx --yes pgassay audit --format github
`;

const GITLAB = `# Include it in .gitlab-ci.yml:  include: .gitlab/pgassay.yml
pgassay:
  image: node:20
  script:
    - npx --yes pgassay audit --format text --format gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
