/*
 * Makes a part of the page like one that the server has sent. What is there stays where it can: so
 * the focus, what is selected, and what is unfolded stay, too. All text was escaped by the server,
 * and a document from DOMParser runs no scripts.
 */

/** What the reader, or the script, has set: the server's word on it is old. */
const OWN_ATTRIBUTES = new Map([
  ["DETAILS", ["open"]],
  ["DIV", ["aria-label"]],
]);

/** Makes an element like another one. */
export function morph(element, wanted) {
  const own = OWN_ATTRIBUTES.get(element.nodeName) ?? [];
  for (const { name } of [...element.attributes]) {
    if (!wanted.hasAttribute(name) && !own.includes(name)) {
      element.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) !== value && !own.includes(name)) {
      element.setAttribute(name, value);
    }
  }
  if (!element.classList.contains("chart")) { // the script draws in it
    morphChildren(element, wanted);
  }
}

function morphChildren(element, wanted) {
  const children = [...element.childNodes];
  const wantedChildren = [...wanted.childNodes];
  wantedChildren.forEach((next, i) => {
    const child = children[i];
    if (child === undefined) {
      element.append(document.importNode(next, true));
    } else if (child.nodeName !== next.nodeName) {
      child.replaceWith(document.importNode(next, true));
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      morph(child, next);
    } else if (child.data !== next.data) {
      child.data = next.data;
    }
  });
  children.slice(wantedChildren.length).forEach((child) => child.remove());
}
