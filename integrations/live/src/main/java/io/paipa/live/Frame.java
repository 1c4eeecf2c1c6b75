package io.paipa.live;

/** What is around each page: the head, and the places where the script says something. */
final class Frame {
  private static final String REFRESH_SECONDS = "5";

  private Frame() {}

  /** Begins a page, up to the inside of its main part. */
  static Markup begin(String title, String news) {
    Markup html = new Markup();
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", title);
    html.empty("link", "rel", "icon", "href", "icon.svg");
    html.empty("link", "rel", "stylesheet", "href", "uplot/uPlot.min.css");
    html.empty("link", "rel", "stylesheet", "href", "live.css");
    html.element("script", "", "src", "uplot/uPlot.iife.min.js", "defer", "");
    html.element("script", "", "src", "live.js", "type", "module");
    html.open("noscript")
        .empty("meta", "http-equiv", "refresh", "content", REFRESH_SECONDS)
        .close();
    html.close().open("body");
    html.element("p", "", "id", "connection", "role", "status");
    html.element("p", "", "id", "news", "role", "status", "class", "unseen");
    return html.open("main", "data-news", news);
  }

  /** Ends a page. */
  static Bytes end(Markup html) {
    return html.close().close().close().bytes();
  }
}
