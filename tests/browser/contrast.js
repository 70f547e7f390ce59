// The contrast (WCAG 2.2) of every run of text that can be seen with what is behind it. Returns how
// many runs were read, those below arguments[0], and the lightness of the page's ground.
const least = arguments[0];

function colour(text) {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
  return { parts: [red, green, blue], alpha };
}

function over(front, back) {
  return front.parts.map((part, at) => part * front.alpha + back[at] * (1 - front.alpha));
}

function lightness(parts) {
  const [red, green, blue] = parts.map(part => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// The ground under an element: its own, or its forebears'. A mark's is the wash in its gradient.
function ground(element) {
  if (!element) return [255, 255, 255];
  const style = getComputedStyle(element);
  const wash = style.backgroundImage.match(/rgb\([^)]*\)/);
  const own = colour(wash ? wash[0] : style.backgroundColor);
  return own.alpha === 1 ? own.parts : over(own, ground(element.parentElement));
}

function opacity(element) {
  return element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1;
}

function seen(element) {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && !element.closest('.unseen') &&
    getComputedStyle(element).visibility === 'visible' && opacity(element) > 0;
}

const faint = [];
let checked = 0;
const runs = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (runs.nextNode()) {
  const element = runs.currentNode.parentElement;
  if (!runs.currentNode.textContent.trim() || !seen(element)) continue;
  const back = ground(element);
  const ink = colour(getComputedStyle(element).color);
  const front = over({ parts: ink.parts, alpha: ink.alpha * opacity(element) }, back);
  const [dim, bright] = [lightness(front), lightness(back)].sort((a, b) => a - b);
  const ratio = (bright + 0.05) / (dim + 0.05);
  checked += 1;
  if (ratio < least) faint.push([runs.currentNode.textContent.trim(), ratio]);
}
return { checked, faint, ground: lightness(ground(document.body)) };
