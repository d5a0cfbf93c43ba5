package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;

/** Pages for people: plain HTML, no script, one stylesheet, clearly marked as sandbox. */
public final class Html {
    static final String STYLESHEET = "/_assets/sandbox.css";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="stylesheet" href="{stylesheet}">
            </head>
            <body>
            <p class="sandbox">Sandbox. Nothing here is real, and no real provider is involved.</p>
            <main>
            <p class="brand">{brand}</p>
            <h1>{title}</h1>
            {content}
            </main>
            </body>
            </html>
            """;

    private Html() {}

    /** A whole page; {@code content} is HTML, the rest is text. */
    public static Answer page(int status, String brand, String title, String content) {
        var html = PAGE.replace("{stylesheet}", STYLESHEET)
                .replace("{brand}", escape(brand))
                .replace("{title}", escape(title))
                .replace("{content}", content);
        return Answer.html(status, html)
                // no form-action: browsers apply it to the redirect back to the client, too
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Cache-Control", "no-store");
    }

    /** A page that says what cannot be done; {@code error} is the protocol's word for it. */
    public static Answer errorPage(int status, String brand, String error, String explanation) {
        var content = """
                <p class="notice" role="alert">%s</p>
                <p class="code">Error %d: %s</p>
                """.formatted(escape(explanation), status, escape(error));
        return page(status, brand, "This request cannot go on", content).outcome(error);
    }

    /** Text made fit for element content and quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
