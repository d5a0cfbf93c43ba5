package dev.concierge.sandbox;

import static dev.concierge.sandbox.Html.escape;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.http.Answer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * OAuth 2.0 Form Post Response Mode: a page that posts the callback's parameters to the client by itself where there is
 * script, by a press of its button where there is none.
 */
final class FormPostPage {
    private static final String SCRIPT = "document.forms[0].submit()";

    private FormPostPage() {}

    static Answer of(String brand, String uri, Map<String, String> parameters) {
        var fields = parameters.entrySet().stream()
                .map(each -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(escape(each.getKey()), escape(each.getValue())))
                .collect(Collectors.joining());
        var page = """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Working</title><link rel="stylesheet" href="%s"></head>
                <body>
                <p class="sandbox">Sandbox. Nothing here is real, and no real provider is involved.</p>
                <main>
                <p class="brand">%s</p>
                <form id="callback" method="post" action="%s">
                %s<p class="buttons"><button id="continue" class="primary">Continue</button></p>
                </form>
                </main>
                <script>%s</script>
                </body>
                </html>
                """.formatted(Html.STYLESHEET, escape(brand), escape(uri), fields, SCRIPT);
        return Answer.html(200, page)
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; script-src '%s'"
                                .formatted(hash()))
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }

    /** The one script that the page may run. */
    private static String hash() {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(SCRIPT.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
