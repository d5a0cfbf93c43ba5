package dev.concierge.sandbox.dialect;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a person sees which apps have access and ends it by hand. */
public final class ConnectionsPage {
    private static final String TITLE = "Apps with access to your account";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final AuthorizeDialect dialect;
    private final String origin;
    private final String address;
    private final People people;
    private final Grants grants;
    private final Function<Grant, List<String>> lines;
    private final PersonPages pages;

    /** @param lines what an app may do, one line each */
    public ConnectionsPage(
            AuthorizeDialect dialect, Shared shared, Grants grants, Function<Grant, List<String>> lines) {
        this.dialect = dialect;
        this.origin = shared.baseUrl();
        this.address = origin + "/" + dialect.provider() + "/connections";
        this.people = shared.people();
        this.grants = grants;
        this.lines = lines;
        this.pages = PersonPages.of(dialect.title(), shared);
    }

    /** With one line for each scope, in the words of the consent page. */
    public ConnectionsPage(AuthorizeDialect dialect, Shared shared, Grants grants) {
        this(
                dialect,
                shared,
                grants,
                grant -> grant.scopes().stream()
                        .map(scope -> dialect.text(scope).title())
                        .toList());
    }

    public void addTo(Routes routes) {
        routes.add("GET", "/connections", "connections", this::show)
                .add("POST", "/connections", "connections", this::remove);
    }

    private Answer show(Request request) {
        var query = request.query();
        if (query.get("account") == null) {
            return pages.whose(TITLE, "connections");
        }
        return people.find(query.get("account"))
                .map(person -> page(person, query.get("removed", "")))
                .orElseGet(pages::unknownAccount);
    }

    private Answer remove(Request request) {
        if (!request.fromOwnPage(origin)) {
            return pages.foreign();
        }
        var form = request.form();
        var person = people.find(form.get("account")).orElse(null);
        if (person == null) {
            return pages.unknownAccount();
        }
        var project = form.get("remove", "");
        boolean there = grants.end(project, person.account());
        var back = address + "?account=" + Parameters.encode(person.account());
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
        return pages.page(TITLE, content);
    }

    private String app(Grant grant, Person person) {
        var scopes = lines.apply(grant).stream()
                .map(line -> "<li>" + escape(line) + "</li>")
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
                        escape(dialect.appTitle(grant)),
                        DAY.format(grant.since().atOffset(ZoneOffset.UTC)),
                        scopes,
                        escape(person.account()),
                        escape(grant.project()),
                        escape(dialect.appTitle(grant)));
    }
}
