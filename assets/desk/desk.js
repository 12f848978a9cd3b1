// Everything works without this file. It only spares a few key strokes and double sends.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});
// Quick intake: from the first field to the last without the mouse, and sent from any of them.
const quick = document.querySelector("form[data-quick]");
quick?.querySelector("textarea")?.focus();
quick?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    quick.requestSubmit();
  }
});
// A form sent once is not sent twice by an impatient second click; coming back to the page makes it whole again. One that
// answers with a file leaves its page where it is, and can be sent for the next one.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && !("file" in event.target.dataset)) {
    event.target.dataset.sent = "yes";
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});
// A refused form: to what is wrong, at once.
document.getElementById("errors")?.focus();
