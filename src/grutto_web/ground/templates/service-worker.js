const KEPT = "offline-{% static 'grutto.css' %}";
const FILES = [{% for code in codes %}"/{{ code }}/offline/", {% endfor %}"{% static 'grutto.css' %}", "{% static 'mark.svg' %}"];
addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES))));
addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))));
addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.mode === "navigate") {
    const language = asked.pathname.split("/")[1];
    event.respondWith(fetch(event.request).catch(() =>
      caches.match(`/${language}/offline/`).then((page) => page || caches.match("/en/offline/"))));
  } else if (FILES.includes(asked.pathname)) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
