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

  // Only while the page can be seen: a browser has six connections to a server, and a reader may have more tabs.
  // The browser connects again by itself when the server comes back.
  let source = null;
  const listen = () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource("/-/news");
      source.onmessage = (event) => {
        const news = JSON.parse(event.data);
        if (news.book !== book) location.reload();
        else if (news.error) show(news.error);
        else hide();
      };
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
