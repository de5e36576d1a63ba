// Imported by every worker: a promise that is rejected becomes an error, which reaches the page as worker.onerror.

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  setTimeout(() => {
    throw event.reason;
  });
});
