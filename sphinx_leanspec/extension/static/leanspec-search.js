/* What the search shows of a spec's page: how its own text begins, or where in it the words stand. The link has its
   title already; the card and the picture say what other specs are called, too. */

"use strict";

if (typeof Search !== "undefined" && Search.htmlToText) {
  const plain = Search.htmlToText;
  Search.htmlToText = (html, ...rest) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector(".leanspec-card")) return plain(html, ...rest);
    page.querySelector("[role=main] h2")?.remove();
    for (const part of page.querySelectorAll("h1, .leanspec-card, .leanspec-graph, .leanspec-hovercard")) part.remove();
    return plain(page.documentElement.outerHTML, ...rest);
  };
}
