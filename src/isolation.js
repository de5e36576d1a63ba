// A service worker for hosts that can't send headers: it hands every page and worker of this book on as the host sent
// it, with the two headers that cross-origin isolation needs. It stores nothing. The demo of Parallel wasm offers to add it.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  // Isolation is a matter of documents and workers; scripts and pictures of the same origin need no header.
  if (event.request.mode === "navigate" || event.request.destination === "worker") {
    event.respondWith(isolated(event.request));
  }
});

async function isolated(request) {
  const response = await fetch(request);
  // An opaque answer (a redirect, say) can't be copied; the browser follows it and asks again.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
