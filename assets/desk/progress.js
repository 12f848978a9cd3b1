// How far an import is, without loading the page anew: only its progress is replaced, and at the end the page is loaded
// once more for what came of it. Without scripts the page refreshes itself.
"use strict";
const shown = document.getElementById("progress");
const look = async () => {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("progress");
    if (!now) {
      location.reload();
      return;
    }
    if (now.innerHTML !== shown.innerHTML) {
      shown.replaceChildren(...now.childNodes);
    }
  } catch {
    // The line is cut for a moment: the next look tries again.
  }
  setTimeout(look, Number(shown.dataset.every) || 1500);
};
setTimeout(look, 1000);
