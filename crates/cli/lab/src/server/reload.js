// Reloads the page when the book has been rebuilt, and says why when it could not be.
{
  const book = document.currentScript.dataset.book;
  let box = null;

  const show = (error) => {
    if (!box) {
      box = document.createElement("pre");
      box.setAttribute("role", "alert");
      box.style.cssText =
        "position:fixed;inset:auto 0 0 0;z-index:1000;max-height:50vh;overflow:auto;margin:0;padding:1rem;" +
        "background:#2b0b10;color:#ffe9ec;font:14px/1.4 monospace;white-space:pre-wrap;border-top:3px solid #f27d95";
      document.body.append(box);
    }
    box.textContent = "This is the last book that could be built. The latest change can't be:\n\n" + error;
  };

  const hide = () => {
    box?.remove();
    box = null;
  };

  const hear = (news) => {
    if (document.hidden) return;
    if (news.book !== book) location.reload();
    else if (news.error) show(news.error);
    else hide();
  };

  // A browser has six connections to a server, for all its tabs: if seven pages each held one, the seventh would never
  // load. So one of the pages that can be seen listens, and tells the others; when it goes, the next one does.
  const tabs = new BroadcastChannel("speedup-news");
  let source = null;
  let last = null;
  tabs.onmessage = ({ data }) => {
    if (!data.asks) hear(data);
    else if (source && last) tabs.postMessage(last);
  };

  /** Listens until `gone`. The browser connects again by itself when the server comes back. */
  const listen = (gone) =>
    new Promise((done) => {
      if (gone.aborted) return done();
      source = new EventSource("/-/news");
      source.onmessage = (event) => {
        last = JSON.parse(event.data);
        tabs.postMessage(last);
        hear(last);
      };
      gone.addEventListener("abort", () => {
        source.close();
        source = last = null;
        done();
      });
    });

  let seen = null;
  const look = () => {
    seen?.abort();
    seen = null;
    if (document.hidden) return;
    const { signal } = (seen = new AbortController());
    // Whoever listens has heard what this page has missed.
    tabs.postMessage({ asks: true });
    const alone = () => signal.aborted || listen(signal);
    // Under a name that is no secure context, or where sites may store nothing, pages can't take turns.
    if (navigator.locks) navigator.locks.request("speedup-news", { signal }, () => listen(signal)).catch(alone);
    else alone();
  };
  document.addEventListener("visibilitychange", look);
  look();
}
