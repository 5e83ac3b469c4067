"use strict";
// Text becomes page content only through this policy, and never a script: neither an element nor an attribute that runs.
const RUNS = /<script|<iframe|<object|<embed|\son\w+\s*=|javascript:/i;
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML: (text) => (RUNS.test(text) ? null : text),
    createScriptURL: (address) => (address === "/service-worker.js" ? address : null),
  });
}
if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js"));
