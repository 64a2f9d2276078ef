/** What a terminal obeys or a reader cannot see, spelled out apart from the code under test. Line breaks are found too. */
export function unseenIn(text: string): string[] {
  return [...text].filter((character) => {
    const code = character.codePointAt(0) as number;
    const control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    const marks = code === 0x61c || code === 0xfeff || (code >= 0x200b && code <= 0x200f);
    const breaksAndBidi = (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f);
    return control || marks || breaksAndBidi || (code >= 0xd800 && code <= 0xdfff);
  });
}
