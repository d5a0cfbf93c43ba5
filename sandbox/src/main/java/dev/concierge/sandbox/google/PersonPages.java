package dev.concierge.sandbox.google;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import java.util.stream.Collectors;

/** What the pages for people have in common. There is no password: whoever opens a page may look after any account. */
final class PersonPages {
    static final String BRAND = "Sandbox Google";
    private static final int PEOPLE_SHOWN = 12;

    private PersonPages() {}

    /** Asks whose page to show. */
    static Answer whose(People people, String title, String path) {
        var links = people.all().stream()
                .limit(PEOPLE_SHOWN)
                .map(person -> link(person, path))
                .collect(Collectors.joining());
        return Html.page(200, BRAND, title, "<p>Whose?</p>\n<ul class=\"scopes\">" + links + "</ul>")
                .outcome("shown");
    }

    static Answer foreign() {
        return Html.errorPage(403, BRAND, "foreign_form", "This form was sent from another site.");
    }

    static Answer unknownAccount() {
        return Html.errorPage(404, BRAND, "unknown_account", "Nobody here has that account.");
    }

    static String notice(String text) {
        return text.isEmpty() ? "" : "<p class=\"notice\" role=\"status\">" + escape(text) + "</p>\n";
    }

    private static String link(Person person, String path) {
        return "<li><a href=\"%s?account=%s\">%s</a><span>%s</span></li>\n"
                .formatted(
                        path,
                        escape(Parameters.encode(person.account())),
                        escape(person.name()),
                        escape(person.account()));
    }
}
