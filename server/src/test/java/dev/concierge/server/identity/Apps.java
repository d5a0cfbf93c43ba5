package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.QrReader;
import dev.concierge.server.support.SettableClock;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Authenticator apps set up by the pages' own forms. */
final class Apps {
    private Apps() {}

    /** Under Security, for somebody who is signed in; the recovery codes are kept with it. */
    static AuthenticatorApp enrol(FormBrowser browser, SettableClock clock) {
        browser.get("/security");
        return confirmed(browser, clock, browser.post("/security/factors"), "/security/factors/confirm");
    }

    /** Where a sign-in asks for it. */
    static AuthenticatorApp enrolHalfway(FormBrowser browser, SettableClock clock) {
        browser.get("/login/second");
        return confirmed(browser, clock, browser.post("/login/second/enrol"), "/login/second/confirm");
    }

    private static AuthenticatorApp confirmed(
            FormBrowser browser, SettableClock clock, HttpResponse<String> shown, String path) {
        AuthenticatorApp app = scanned(shown, clock);
        HttpResponse<String> codes =
                browser.post(path, "id", pending(shown), "code", app.code(), "name", "Phone", "to", "/");
        app.keep(codes.statusCode() == 200 ? codes(codes) : List.of());
        return app;
    }

    static AuthenticatorApp scanned(HttpResponse<String> shown, SettableClock clock) {
        assertThat(shown.statusCode()).as(text(shown)).isEqualTo(200);
        return AuthenticatorApp.scanned(
                QrReader.read(Objects.requireNonNull(page(shown).selectFirst("svg#qr"))), clock);
    }

    /** The id of what waits for its first code. */
    static String pending(HttpResponse<String> shown) {
        return page(shown).select("input[name=id]").val();
    }

    static List<String> codes(HttpResponse<String> answer) {
        String shown = Objects.requireNonNull(page(answer).selectFirst(".code pre"), text(answer))
                .wholeText();
        return shown.strip().lines().toList();
    }

    static Document page(HttpResponse<String> answer) {
        return Jsoup.parse(answer.body());
    }

    static String text(HttpResponse<String> answer) {
        return answer.statusCode() + " " + page(answer).text();
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }
}
