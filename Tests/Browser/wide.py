"""What a reader would have to scroll sideways for."""

# All elements, also those of the widget. What scrolls inside of itself is as wide as the page to `scrollWidth` of the document.
TOO_WIDE = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const scrolls = (one) => one === document.documentElement || one === document.body || /auto|scroll/.test(getComputedStyle(one).overflowX);
  const isField = (one) => one.matches("input, textarea, select");
  const isClipped = (one) => {
    for (let above = one; above && above !== document.body; above = above.parentElement ?? above.getRootNode().host) {
      if (getComputedStyle(above).overflowX !== "visible") return true;
    }
    return false;
  };
  const sticksOut = (one) => {
    const { left, right, width, height } = one.getBoundingClientRect();
    return width > 1 && height > 1 && (right > innerWidth + 1 || left < -1) && !isClipped(one);
  };
  const isWide = (one) => (scrolls(one) && one.scrollWidth > one.clientWidth) || sticksOut(one);
  return all(document).filter((one) => one.checkVisibility({ visibilityProperty: true }) && !isField(one) && isWide(one))
    .map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}#${one.id}: ${one.scrollWidth} in ${one.clientWidth}`);
}"""


def too_wide(page) -> list[str]:
    """What is wider than its place on the page, whether the page itself scrolls or a part of it."""
    return page.evaluate(TOO_WIDE)
