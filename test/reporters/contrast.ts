/** Run in the page: pairs of an element's name and the contrast of its text to the ground it stands on (WCAG 2.2). */
export const CONTRAST = `(() => {
  const lightness = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const ratios = new Map();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() === "" || element.closest("script, svg, .unseen, .skip") !== null) continue;
    const [a, b] = [lightness(getComputedStyle(element).color), lightness(ground(element))].sort((x, y) => y - x);
    ratios.set(element.tagName + " " + element.className, (a + 0.05) / (b + 0.05));
  }
  return [...ratios];
})()`;
