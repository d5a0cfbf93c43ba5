package dev.concierge.sandbox.google;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.Html;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a person sees which apps have access and ends it by hand (field 7). */
final class ConnectionsPage {
    private static final String TITLE = "Apps with access to your account";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final String origin;
    private final People people;
    private final Grants grants;

    ConnectionsPage(Shared shared, Grants grants) {
        this.origin = shared.baseUrl();
        this.people = shared.people();
        this.grants = grants;
    }

    Answer show(Request request) {
        var query = request.query();
        if (query.get("account") == null) {
            return PersonPages.whose(people, TITLE, "connections");
        }
        return people.find(query.get("account"))
                .map(person -> page(person, query.get("removed", "")))
                .orElseGet(PersonPages::unknownAccount);
    }

    Answer remove(Request request) {
        if (!request.fromOwnPage(origin)) {
            return PersonPages.foreign();
        }
        var form = request.form();
        var person = people.find(form.get("account")).orElse(null);
        if (person == null) {
            return PersonPages.unknownAccount();
        }
        var project = form.get("remove", "");
        boolean there = grants.end(project, person.account());
        var back = origin + "/google/connections?account=" + Parameters.encode(person.account());
        return Answer.redirect(303, there ? back + "&removed=" + Parameters.encode(project) : back)
                .outcome(there ? "removed" : "nothing_to_remove");
    }

    private Answer page(Person person, String removed) {
        var apps = grants.of(person.account());
        var list = apps.isEmpty()
                ? "<p>No app has access.</p>"
                : apps.stream().map(grant -> app(grant, person)).collect(Collectors.joining());
        var said = removed.isEmpty() ? "" : removed + " has no access any more.";
        var content = PersonPages.notice(said)
                + "<p class=\"who\">%s<br><span>%s</span></p>\n"
                        .formatted(escape(person.name()), escape(person.account()))
                + list;
        return Html.page(200, PersonPages.BRAND, TITLE, content).outcome("shown");
    }

    private static String app(Grant grant, Person person) {
        var scopes = grant.scopes().stream()
                .map(scope -> "<li>" + escape(GoogleScopes.text(scope).title()) + "</li>")
                .collect(Collectors.joining());
        return """
                <section>
                <h2>%s</h2>
                <p>Since %s it may:</p>
                <ul class="scopes">%s</ul>
                <form method="post" action="connections">
                <input type="hidden" name="account" value="%s">
                <p class="buttons"><button name="remove" value="%s">Remove access of %s</button></p>
                </form>
                </section>
                """.formatted(
                        escape(grant.project()),
                        DAY.format(grant.since().atOffset(ZoneOffset.UTC)),
                        scopes,
                        escape(person.account()),
                        escape(grant.project()),
                        escape(grant.project()));
    }
}
