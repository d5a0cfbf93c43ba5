package dev.concierge.sandbox.dialect;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import java.util.stream.Collectors;

/** What the pages for people have in common. There is no password: whoever opens a page may look after any account. */
public record PersonPages(String brand, People people) {
    private static final int PEOPLE_SHOWN = 12;

    /** The pages of one provider. */
    public static PersonPages of(String title, Shared shared) {
        return new PersonPages("Sandbox " + title, shared.people());
    }

    /** A page in the provider's name; {@code content} is HTML. */
    public Answer page(String title, String content) {
        return Html.page(200, brand, title, content).outcome("shown");
    }

    /** Asks whose page to show. */
    public Answer whose(String title, String path) {
        var links = people.all().stream()
                .limit(PEOPLE_SHOWN)
                .map(person -> link(person, path))
                .collect(Collectors.joining());
        return page(title, "<p>Whose?</p>\n<ul class=\"scopes\">" + links + "</ul>");
    }

    /** Refuses a form that another site made a browser send. */
    public Answer foreign() {
        return Html.errorPage(403, brand, "foreign_form", "This form was sent from another site.");
    }

    public Answer unknownAccount() {
        return Html.errorPage(404, brand, "unknown_account", "Nobody here has that account.");
    }

    /** What has just been done, or nothing. */
    public static String notice(String text) {
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
