/** Colours by role. The shell makes one per stream; reporters only ask. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  green(text: string): string;
}

const same = (text: string) => text;

export const UNPAINTED: Paint = { bold: same, dim: same, red: same, yellow: same, blue: same, green: same };
