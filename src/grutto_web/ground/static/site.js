"use strict";
// Text becomes page content only through this policy, and never a script: neither an element nor an attribute that runs.
const RUNS = /<script|<iframe|<object|<embed|\son\w+\s*=|javascript:/i;
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML: (text) => (RUNS.test(text) ? null : text),
    createScriptURL: (address) => (address === "/service-worker.js" ? address : null),
  });
}
// A form is sent once, however often its button is pressed within ten seconds; who comes back to the page may send it again.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 10000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js"));
